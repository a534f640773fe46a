package dev.perdure.core.step;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart.ToolCall;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What came of an attempt to take a step. */
public sealed interface Claim {

  /**
   * The step is this attempt's until somebody claims it with a higher fence.
   *
   * @param fence the attempt's number; every write carries it and is refused when it is lower than
   *     the row's
   * @param agentId the agent and version the run pinned
   * @param threadId the thread it writes to
   * @param transcriptSeq the last message of the thread at the time of the claim
   * @param toolCall what to call, when the step is a tool call
   * @param events what the claim itself put into the log, to be published after its commit
   */
  record Claimed(
      StepRef step,
      long fence,
      UUID agentId,
      int agentVersion,
      UUID threadId,
      long transcriptSeq,
      @Nullable ToolCall toolCall,
      List<LoggedEvent> events)
      implements Claim {
    public Claimed {
      events = List.copyOf(events);
    }
  }

  /**
   * An earlier attempt finished the step.
   *
   * @param decision what a THINK step decided; absent for a tool call
   */
  record Finished(StepStatus status, @Nullable Decision decision) implements Claim {}

  /** The run has reached a terminal state, or was cancelled; the step must not be done. */
  record RunEnded(RunStatus status) implements Claim {}
}
