/** Tests of the skill {@code data_query}. */
@NullMarked
package dev.perdure.skills.builtin.data;

import org.jspecify.annotations.NullMarked;
