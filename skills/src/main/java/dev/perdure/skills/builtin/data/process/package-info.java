/** Starts, bounds, hears and ends the processes that run queries. */
@NullMarked
package dev.perdure.skills.builtin.data.process;

import org.jspecify.annotations.NullMarked;
