package dev.perdure.core.step;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.perdure.core.run.RunStatus;
import java.util.List;

/** What a THINK step decided. Small: it crosses the workflow and is kept as the step's outcome. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(Decision.Act.class),
  @JsonSubTypes.Type(Decision.Respond.class),
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

  /** The answer is written; end the run. */
  @JsonTypeName("respond")
  record Respond() implements Decision {}

  /**
   * The run takes no more steps; nothing was done.
   *
   * @param status where it stands
   */
  @JsonTypeName("ended")
  record Ended(RunStatus status) implements Decision {}
}
