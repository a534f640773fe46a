@NullMarked
package dev.perdure.skills.sandbox;

import org.jspecify.annotations.NullMarked;
