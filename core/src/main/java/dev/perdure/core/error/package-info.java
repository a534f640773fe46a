/** Errors: one sealed root, each with a stable code. */
@NullMarked
package dev.perdure.core.error;

import org.jspecify.annotations.NullMarked;
