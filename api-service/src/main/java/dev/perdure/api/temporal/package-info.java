/** The connection to Temporal: starting runs, looking at them, and the worker role. */
@NullMarked
package dev.perdure.api.temporal;

import org.jspecify.annotations.NullMarked;
