/** Tests of the guarded client against real sockets. */
@NullMarked
package dev.perdure.security.outbound;

import org.jspecify.annotations.NullMarked;
