@NullMarked
package dev.perdure.core.sandbox;

import org.jspecify.annotations.NullMarked;
