package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What a person or a program tells a run. A numbered row; the signal is only its doorbell.
 *
 * @param number counted from 1 within the run
 */
public record Command(int number, Kind kind) {

  /** What is told. */
  public enum Kind {
    CANCEL;

    /** The name in the API and in PostgreSQL. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a wire name. */
    public static Kind of(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }
}
