/** Tests of the package of the same name. */
@NullMarked
package dev.perdure.skills.builtin.files;

import org.jspecify.annotations.NullMarked;
