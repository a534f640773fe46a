package dev.perdure.api.body;

import dev.perdure.core.run.RunError;
import dev.perdure.core.step.Step;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A step of a run, or one tool call of it.
 *
 * @param number the step's place in the run
 * @param call the tool call's place in the step; absent for the step itself
 * @param generation how often a person ordered the call again or edited its arguments
 * @param attempts how often a worker took it
 * @param subAgentRunId the run it was delegated to
 */
public record StepBody(
    String stepId,
    int number,
    @Nullable Integer call,
    int generation,
    StepKind kind,
    StepStatus status,
    long attempts,
    @Nullable String tool,
    @Nullable String toolCallId,
    @Nullable UUID subAgentRunId,
    @Nullable RunError error,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt) {

  public static StepBody of(Step step) {
    return new StepBody(
        step.ref().stepId(),
        step.ref().number(),
        step.ref().call() == 0 ? null : step.ref().call(),
        step.ref().generation(),
        step.kind(),
        step.status(),
        step.attempts(),
        step.tool(),
        step.toolCallId(),
        step.subAgentRunId(),
        step.error(),
        step.startedAt(),
        step.endedAt());
  }
}
