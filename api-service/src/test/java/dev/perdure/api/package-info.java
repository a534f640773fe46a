/** Tests of the service as its clients see it: a real process over the real parts. */
@NullMarked
package dev.perdure.api;

import org.jspecify.annotations.NullMarked;
