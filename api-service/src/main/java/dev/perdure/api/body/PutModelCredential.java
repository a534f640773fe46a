package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An organization's own key at a model provider.
 *
 * @param key never read back
 * @param baseUrl the provider's address up to and with the version, where it is not the usual one;
 *     it has to be a public address, or one the installation allows
 * @param defaultModel the model that {@code provider/default} stands for
 */
public record PutModelCredential(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "sk-example")
        @Nullable String key,
    @Nullable String baseUrl,
    @Nullable String defaultModel) {

  /** Without the key. */
  @Override
  public String toString() {
    return "PutModelCredential[baseUrl=" + baseUrl + "]";
  }
}
