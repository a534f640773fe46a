package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What of a budget is spent. */
public enum BudgetKind {
  STEPS,
  TOKENS,
  COST,
  WALL_TIME,
  /** What the organization may spend in a day. */
  DAILY_SPEND;

  /** The name in the API and in PostgreSQL. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  @JsonCreator
  public static BudgetKind of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
