/** Events: facts about a run, as kept in execution_logs and streamed to clients. */
@NullMarked
package dev.perdure.core.event;

import org.jspecify.annotations.NullMarked;
