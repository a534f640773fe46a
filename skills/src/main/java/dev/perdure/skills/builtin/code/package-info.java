/** The skill that runs code which models write. */
@NullMarked
package dev.perdure.skills.builtin.code;

import org.jspecify.annotations.NullMarked;
