@NullMarked
package dev.perdure.skills.builtin.code;

import org.jspecify.annotations.NullMarked;
