/** Named points of the execution path that a fault test may watch. */
@NullMarked
package dev.perdure.core.check;

import org.jspecify.annotations.NullMarked;
