package dev.perdure.core.model;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How model providers are set up: values by the names of their environment variables, such as
 * {@code OPENAI_API_KEY}. A name that is set to nothing counts as not set.
 */
public record ModelSettings(Map<String, String> values) {

  public ModelSettings {
    values = Map.copyOf(values);
  }

  /** The value without white space around it. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  public @Nullable String orNull(String name) {
    return get(name).orElse(null);
  }

  /** Names only: values may be keys. */
  @Override
  public String toString() {
    return "ModelSettings" + values.keySet();
  }
}
