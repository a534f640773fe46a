@NullMarked
package dev.perdure.skills.custom.skillmd;

import org.jspecify.annotations.NullMarked;
