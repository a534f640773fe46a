package dev.perdure.core.step;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunStatus;
import java.util.List;

/** What a THINK step decided. Small: it crosses the workflow and is kept as the step's outcome. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(Decision.Act.class),
  @JsonSubTypes.Type(Decision.Delegate.class),
  @JsonSubTypes.Type(Decision.ActAndDelegate.class),
  @JsonSubTypes.Type(Decision.Respond.class),
  @JsonSubTypes.Type(Decision.Exhausted.class),
  @JsonSubTypes.Type(Decision.GiveUp.class),
  @JsonSubTypes.Type(Decision.Ended.class)
})
public sealed interface Decision {

  /** Run these tool calls, in parallel, as the next step. */
  @JsonTypeName("act")
  record Act(List<PlannedCall> calls) implements Decision {
    public Act {
      calls = List.copyOf(calls);
    }
  }

  /** Start these sub-agents, in parallel, as the next step. */
  @JsonTypeName("delegate")
  record Delegate(List<PlannedCall> calls) implements Decision {
    public Delegate {
      calls = List.copyOf(calls);
    }
  }

  /**
   * Do both side by side: the tool calls are the next step, the delegations the one after it. Each
   * list counts its calls from 1.
   */
  @JsonTypeName("act_and_delegate")
  record ActAndDelegate(List<PlannedCall> calls, List<PlannedCall> delegations)
      implements Decision {
    public ActAndDelegate {
      calls = List.copyOf(calls);
      delegations = List.copyOf(delegations);
    }
  }

  /** The answer is written; end the run. */
  @JsonTypeName("respond")
  record Respond() implements Decision {}

  /** A budget is spent; nothing was done, and the step can be done after a top-up. */
  @JsonTypeName("exhausted")
  record Exhausted(BudgetKind what) implements Decision {}

  /** The agent gets nowhere; end the run as failed, with this reason. */
  @JsonTypeName("give_up")
  record GiveUp(RunError error) implements Decision {}

  /**
   * The run takes no more steps; nothing was done.
   *
   * @param status where it stands
   */
  @JsonTypeName("ended")
  record Ended(RunStatus status) implements Decision {}
}
