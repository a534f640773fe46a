package dev.perdure.skills.sandbox.kubernetes;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A taint of nodes that jobs bear.
 *
 * @param value which it must have; null for any
 * @param effect null for all
 */
public record TaintToleration(String key, @Nullable String value, @Nullable String effect) {

  public TaintToleration {
    // What reads a configuration leaves null what is not said.
    if (Objects.requireNonNullElse(key, "").isBlank()) {
      throw new IllegalArgumentException("kubernetes.tolerations: one has no key");
    }
  }
}
