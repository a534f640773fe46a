package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a cancel does with the effects of the run. */
public enum CancelMode {
  /** Keeps what is done. */
  INTERRUPT,
  /** Undoes it by each tool's compensation, newest first. */
  ROLLBACK;

  /** The name in the API and in PostgreSQL. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  @JsonCreator
  public static CancelMode of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
