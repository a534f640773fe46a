/** Skills that organizations make themselves, without a deploy. */
@NullMarked
package dev.perdure.skills.custom;

import org.jspecify.annotations.NullMarked;
