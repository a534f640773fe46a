package dev.perdure.core.event;

import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event with its place in the log.
 *
 * @param pos counted per session from 1, without gaps, in the order of commits; the SSE id
 * @param fence the attempt that wrote it; 0 when no step did
 * @param parentRunId the run that delegated to {@code runId}; absent unless that is a sub-agent
 */
public record LoggedEvent(
    OrgId orgId,
    UUID sessionId,
    long pos,
    UUID runId,
    @Nullable String stepId,
    long fence,
    Instant at,
    RunEvent event,
    @Nullable UUID parentRunId) {

  /** An event of a run that a person started. */
  public LoggedEvent(
      OrgId orgId,
      UUID sessionId,
      long pos,
      UUID runId,
      @Nullable String stepId,
      long fence,
      Instant at,
      RunEvent event) {
    this(orgId, sessionId, pos, runId, stepId, fence, at, event, null);
  }
}
