/** Small helpers that the built-in skills share. */
@NullMarked
package dev.perdure.skills.internal;

import org.jspecify.annotations.NullMarked;
