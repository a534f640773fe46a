package dev.perdure.core.step;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.skill.PlannedTool;
import dev.perdure.core.skill.ToolOutput;
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
   * @param planned the tool that the call was planned for; absent for a call planned before that
   *     was kept, and for what is no tool call
   * @param begun whether an earlier attempt may have made the call
   * @param facts what else is known of the run
   * @param given the outcome, when it was given from elsewhere: a person's answer, denial, or
   *     result; a loop that was noticed. The step is then committed with it, nothing is called
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
      @Nullable PlannedTool planned,
      boolean begun,
      RunFacts facts,
      @Nullable ToolOutput given,
      List<LoggedEvent> events)
      implements Claim {
    public Claimed {
      events = List.copyOf(events);
    }

    /** What may be called by its name alone, for the first time. */
    public Claimed(
        StepRef step,
        long fence,
        UUID agentId,
        int agentVersion,
        UUID threadId,
        long transcriptSeq,
        @Nullable ToolCall toolCall,
        RunFacts facts,
        @Nullable ToolOutput given,
        List<LoggedEvent> events) {
      this(
          step,
          fence,
          agentId,
          agentVersion,
          threadId,
          transcriptSeq,
          toolCall,
          null,
          false,
          facts,
          given,
          events);
    }
  }

  /**
   * An earlier attempt finished the step.
   *
   * @param decision what a THINK step decided; absent for a tool call
   */
  record Finished(StepStatus status, @Nullable Decision decision) implements Claim {}

  /**
   * The call must happen once, and an earlier attempt may have made it. It stays unknown until a
   * person settles it.
   *
   * @param events what the claim put into the log, to be published after its commit
   */
  record Unknown(List<LoggedEvent> events) implements Claim {
    public Unknown {
      events = List.copyOf(events);
    }
  }

  /** A budget of the run is spent; the step was not taken. */
  record Exhausted(BudgetKind what) implements Claim {}

  /** The run has reached a terminal state, or was cancelled; the step must not be done. */
  record RunEnded(RunStatus status) implements Claim {}
}
