package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a run stands. A terminal status never changes. */
public enum RunStatus {
  /** Behind another run of its session. */
  QUEUED,
  /** Committed and about to be given to Temporal; the sweeper starts it if nobody else does. */
  STARTING,
  RUNNING,
  /** Waits for something outside; see {@link WaitReason}. */
  WAITING,
  PAUSED,
  /** A cancel was accepted; what is running is being stopped. */
  CANCELLING,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  EXPIRED;

  /** Whether the run has ended for good. */
  public boolean terminal() {
    return switch (this) {
      case SUCCEEDED, FAILED, CANCELLED, EXPIRED -> true;
      case QUEUED, STARTING, RUNNING, WAITING, PAUSED, CANCELLING -> false;
    };
  }

  /** The name in the API and in PostgreSQL. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  public static RunStatus of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
