package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/** How a run ends. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(Ending.Answered.class),
  @JsonSubTypes.Type(Ending.Failed.class),
  @JsonSubTypes.Type(Ending.Cancelled.class),
  @JsonSubTypes.Type(Ending.Expired.class)
})
public sealed interface Ending {

  /** The status the run ends in. */
  RunStatus status();

  /**
   * The agent answered.
   *
   * @param step the number of the RESPOND step
   */
  @JsonTypeName("answered")
  record Answered(int step) implements Ending {
    @Override
    public RunStatus status() {
      return RunStatus.SUCCEEDED;
    }
  }

  /** It cannot go on. */
  @JsonTypeName("failed")
  record Failed(RunError error) implements Ending {
    @Override
    public RunStatus status() {
      return RunStatus.FAILED;
    }
  }

  /** Somebody stopped it. */
  @JsonTypeName("cancelled")
  record Cancelled() implements Ending {
    @Override
    public RunStatus status() {
      return RunStatus.CANCELLED;
    }
  }

  /** It ran out of time. */
  @JsonTypeName("expired")
  record Expired() implements Ending {
    @Override
    public RunStatus status() {
      return RunStatus.EXPIRED;
    }
  }
}
