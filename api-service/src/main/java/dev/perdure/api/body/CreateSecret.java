package dev.perdure.api.body;

import org.jspecify.annotations.Nullable;

/**
 * A new secret.
 *
 * @param name letters, digits, {@code _}, {@code .} and {@code -}; what tools name it by
 * @param value never read back
 */
public record CreateSecret(
    @Nullable String name, @Nullable String description, @Nullable String value) {

  /** Without the value. */
  @Override
  public String toString() {
    return "CreateSecret[name=" + name + "]";
  }
}
