package dev.perdure.core.agent;

import org.jspecify.annotations.Nullable;

/**
 * How a model is asked. An absent value means the provider's default.
 *
 * @param maxOutputTokens the most tokens one reply may have
 */
public record ModelParameters(
    @Nullable Double temperature, @Nullable Double topP, @Nullable Integer maxOutputTokens) {

  /** The provider's defaults. */
  public static ModelParameters defaults() {
    return new ModelParameters(null, null, null);
  }
}
