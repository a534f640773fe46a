/** Tests of the package of the same name. */
@NullMarked
package dev.perdure.skills.builtin.files.archive;

import org.jspecify.annotations.NullMarked;
