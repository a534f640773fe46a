package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One execution of an agent over a session, from an input to an answer.
 *
 * @param threadId the thread its messages go to
 * @param agentVersion the version it pinned when it was committed
 * @param waitingFor set while {@code status} is {@code waiting}
 * @param queuedFor set while {@code status} is {@code queued}; found out when it is read
 * @param output the text of the answer, once there is one
 * @param error why it failed or waits for recovery
 * @param steps how many steps it has taken
 * @param family how it relates to other runs
 * @param budget what it may spend, and has spent
 * @param costMicros what its own model calls cost, in millionths of a US dollar
 */
public record Run(
    @JsonIgnore OrgId orgId,
    UUID id,
    UUID sessionId,
    UUID threadId,
    UUID agentId,
    int agentVersion,
    RunStatus status,
    @Nullable WaitReason waitingFor,
    @Nullable QueuedFor queuedFor,
    InputPolicy inputPolicy,
    List<ContentPart> input,
    @Nullable String output,
    @Nullable RunError error,
    TokenUsage usage,
    int steps,
    Family family,
    RunBudget budget,
    long costMicros,
    UUID createdBy,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    Instant updatedAt) {

  public Run {
    input = List.copyOf(input);
  }

  /** Its identity. */
  @JsonIgnore
  public RunRef ref() {
    return new RunRef(orgId, sessionId, id);
  }

  /**
   * How a run relates to others.
   *
   * @param parent the run that delegated to it
   * @param depth how many runs are above it; 0 for one that a person started
   * @param retryOf the failed run it tries again
   * @param forkedFrom the run it goes on from, in another session
   */
  public record Family(
      @Nullable UUID parent, int depth, @Nullable UUID retryOf, @Nullable UUID forkedFrom) {

    /** Started by a person, related to none. */
    public static final Family NONE = new Family(null, 0, null, null);
  }
}
