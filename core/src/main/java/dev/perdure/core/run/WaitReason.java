package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a waiting run waits for. */
public enum WaitReason {
  APPROVAL,
  INPUT,
  BUDGET,
  RECOVERY;

  /** The name in the API and in PostgreSQL. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  public static WaitReason of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
