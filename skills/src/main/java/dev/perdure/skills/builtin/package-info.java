/** The skills that come with Perdure. */
@NullMarked
package dev.perdure.skills.builtin;

import org.jspecify.annotations.NullMarked;
