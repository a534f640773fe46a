package dev.perdure.core.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How old a page may be. */
public enum Freshness {
  DAY,
  WEEK,
  MONTH,
  YEAR;

  /** The name in the API, and as most services want it. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  @JsonCreator
  public static Freshness of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
