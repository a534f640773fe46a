/** Steps: how one state of a run is claimed, decided and committed. */
@NullMarked
package dev.perdure.core.step;

import org.jspecify.annotations.NullMarked;
