/** Skills in the open Agent Skills format: a folder with a SKILL.md, scripts and other files. */
@NullMarked
package dev.perdure.skills.custom.skillmd;

import org.jspecify.annotations.NullMarked;
