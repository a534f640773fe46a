/** What passes between the worker and the process that runs a query. */
@NullMarked
package dev.perdure.skills.builtin.data.wire;

import org.jspecify.annotations.NullMarked;
