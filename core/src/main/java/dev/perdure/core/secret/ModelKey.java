package dev.perdure.core.secret;

import org.jspecify.annotations.Nullable;

/**
 * An organization's own key at a model provider, in the clear.
 *
 * @param baseUrl the provider's address, where it is not the usual one
 * @param defaultModel the model that {@code provider/default} stands for
 */
public record ModelKey(String key, @Nullable String baseUrl, @Nullable String defaultModel) {

  /** Without the key. */
  @Override
  public String toString() {
    return "ModelKey[baseUrl=" + baseUrl + ", defaultModel=" + defaultModel + "]";
  }
}
