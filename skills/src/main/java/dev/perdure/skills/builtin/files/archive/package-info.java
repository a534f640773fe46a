/** Packs files into archives, and takes archives of strangers apart without coming to harm. */
@NullMarked
package dev.perdure.skills.builtin.files.archive;

import org.jspecify.annotations.NullMarked;
