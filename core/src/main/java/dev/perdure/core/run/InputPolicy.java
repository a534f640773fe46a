package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What to do with a new input while a run of the session is active. */
public enum InputPolicy {
  /** Answer 409. */
  REJECT,
  /** Start it when the runs before it have ended. */
  ENQUEUE,
  /** Cancel the active run, keep what it did, and start next. */
  INTERRUPT,
  /** Cancel the active run, undo what it did, and start next. */
  ROLLBACK,
  /** Give it to the active run, whose next THINK takes it in. */
  STEER;

  /** The name in the API and in PostgreSQL. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  @JsonCreator
  public static InputPolicy of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
