/** Runs: their identity, states, endings and commands. */
@NullMarked
package dev.perdure.core.run;

import org.jspecify.annotations.NullMarked;
