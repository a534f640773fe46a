/**
 * The sandbox for code that models write: its backends are probed, the best that works is taken.
 */
@NullMarked
package dev.perdure.skills.sandbox;

import org.jspecify.annotations.NullMarked;
