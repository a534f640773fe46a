package dev.perdure.llm;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Environment variables; one that is set to nothing counts as not set. */
record Environment(Map<String, String> values) {

  Environment {
    values = Map.copyOf(values);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  @Nullable String orNull(String name) {
    return get(name).orElse(null);
  }

  static Duration milliseconds(String value) {
    try {
      return Duration.ofMillis(Long.parseLong(value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "PERDURE_REHEARSAL_PAUSE_MS must be a number of milliseconds, not \"" + value + "\".", e);
    }
  }
}
