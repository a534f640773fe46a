/** The skill {@code data_query}: SQL over files of the workspace and over connected databases. */
@NullMarked
package dev.perdure.skills.builtin.data;

import org.jspecify.annotations.NullMarked;
