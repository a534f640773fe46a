/** The skill {@code file_manager}: works with the files of a session. */
@NullMarked
package dev.perdure.skills.builtin.files;

import org.jspecify.annotations.NullMarked;
