package dev.perdure.core.port;

import dev.perdure.core.run.RunStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are wanted; what is null does not narrow.
 *
 * @param parentRunId only runs that this one delegated to
 * @param subAgents whether runs of sub-agents are wanted too; with a parent they always are
 */
public record RunFilter(
    @Nullable UUID sessionId,
    @Nullable UUID agentId,
    @Nullable RunStatus status,
    @Nullable UUID parentRunId,
    boolean subAgents) {

  /** Runs that people started. */
  public RunFilter(@Nullable UUID sessionId, @Nullable UUID agentId, @Nullable RunStatus status) {
    this(sessionId, agentId, status, null, false);
  }
}
