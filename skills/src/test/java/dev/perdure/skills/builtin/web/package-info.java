/** Tests of the package of the same name. */
@NullMarked
package dev.perdure.skills.builtin.web;

import org.jspecify.annotations.NullMarked;
