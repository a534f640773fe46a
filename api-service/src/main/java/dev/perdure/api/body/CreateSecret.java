package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A new secret.
 *
 * @param name letters, digits, {@code _}, {@code .} and {@code -}; what tools name it by
 * @param value never read back
 */
public record CreateSecret(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            pattern = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$",
            example = "MAIL_TOKEN")
        @Nullable String name,
    @Nullable String description,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "a-secret")
        @Nullable String value) {

  /** Without the value. */
  @Override
  public String toString() {
    return "CreateSecret[name=" + name + "]";
  }
}
