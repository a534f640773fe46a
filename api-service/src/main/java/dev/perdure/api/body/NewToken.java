package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token to be made.
 *
 * @param scopes permissions it is narrowed to; all of the caller's when absent
 * @param expiresIn seconds
 */
public record NewToken(
    @Schema(description = "Permissions it is narrowed to; all of the caller's when absent.")
        @Nullable List<String> scopes,
    @Schema(description = "Seconds.", minimum = "30", maximum = "3600")
        @Nullable Integer expiresIn) {

  /** One that says nothing. */
  public static final NewToken PLAIN = new NewToken(null, null);

  public NewToken {
    scopes = scopes == null ? null : List.copyOf(scopes);
  }
}
