package dev.perdure.api.body;

import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.QueuedFor;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunBudget;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.session.ContentPart;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run.
 *
 * @param waitingFor set while {@code status} is {@code waiting}
 * @param queuedFor set while {@code status} is {@code queued}
 * @param output the text of the answer, once there is one
 * @param error why it failed or waits for recovery
 * @param usage tokens of its own model calls
 * @param steps how many steps it has taken
 * @param parentRunId the run that delegated to it
 * @param depth how many runs are above it; 0 for one that a person started
 * @param retryOf the failed run it tries again
 * @param forkedFrom the run it goes on from, in another session
 * @param budget what it may spend and has spent, sub-agents included
 * @param costMicros what its own model calls cost, in millionths of a US dollar
 * @param interrupts what it and its sub-agents wait for now; absent in lists
 */
@Schema(name = "Run")
public record RunBody(
    UUID id,
    UUID sessionId,
    UUID threadId,
    UUID agentId,
    int agentVersion,
    RunStatus status,
    @Nullable WaitReason waitingFor,
    @Schema(
            description =
                "Set while the status is queued: for the runs before it in its session, or for the"
                    + " organization's quota of runs that work at once.")
        @Nullable QueuedFor queuedFor,
    InputPolicy inputPolicy,
    List<ContentPart> input,
    @Nullable String output,
    @Nullable RunError error,
    TokenUsage usage,
    int steps,
    @Nullable UUID parentRunId,
    int depth,
    @Nullable UUID retryOf,
    @Nullable UUID forkedFrom,
    RunBudget budget,
    @Schema(description = "Of its own model calls, in millionths of a US dollar.") long costMicros,
    @Schema(description = "What it and its sub-agents wait for now; absent in lists.")
        @Nullable List<InterruptBody> interrupts,
    UUID createdBy,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    Instant updatedAt) {

  /** A run as it is in lists. */
  public static RunBody of(Run run) {
    return of(run, null);
  }

  /** A run with what is waited for. */
  public static RunBody of(Run run, @Nullable List<InterruptBody> interrupts) {
    return new RunBody(
        run.id(),
        run.sessionId(),
        run.threadId(),
        run.agentId(),
        run.agentVersion(),
        run.status(),
        run.waitingFor(),
        run.queuedFor(),
        run.inputPolicy(),
        run.input(),
        run.output(),
        run.error(),
        run.usage(),
        run.steps(),
        run.family().parent(),
        run.family().depth(),
        run.family().retryOf(),
        run.family().forkedFrom(),
        run.budget(),
        run.costMicros(),
        interrupts,
        run.createdBy(),
        run.createdAt(),
        run.startedAt(),
        run.endedAt(),
        run.updatedAt());
  }
}
