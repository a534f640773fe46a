/** The randomized proof: runs of mixed shape under faults, and what must hold for all of them. */
@NullMarked
package dev.perdure.e2e.proof;

import org.jspecify.annotations.NullMarked;
