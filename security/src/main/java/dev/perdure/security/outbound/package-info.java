/** The guarded client: every request to the outside goes through it. */
@NullMarked
package dev.perdure.security.outbound;

import org.jspecify.annotations.NullMarked;
