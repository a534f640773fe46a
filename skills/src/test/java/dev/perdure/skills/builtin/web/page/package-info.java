/** Tests of the package of the same name. */
@NullMarked
package dev.perdure.skills.builtin.web.page;

import org.jspecify.annotations.NullMarked;
