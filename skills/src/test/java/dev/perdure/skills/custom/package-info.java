@NullMarked
package dev.perdure.skills.custom;

import org.jspecify.annotations.NullMarked;
