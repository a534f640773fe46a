/** Tests of the built-in skills. */
@NullMarked
package dev.perdure.skills.builtin;

import org.jspecify.annotations.NullMarked;
