/** Rate limits of requests, the headers that tell of them, and event streams open at once. */
@NullMarked
package dev.perdure.api.limits;

import org.jspecify.annotations.NullMarked;
