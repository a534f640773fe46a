/** Skills that organizations make themselves: what is kept of them. */
@NullMarked
package dev.perdure.core.skill.custom;

import org.jspecify.annotations.NullMarked;
