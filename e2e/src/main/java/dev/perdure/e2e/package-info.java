/** The demonstration that a run outlives its worker. */
@NullMarked
package dev.perdure.e2e;

import org.jspecify.annotations.NullMarked;
