package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a signing secret takes the place of the one before it.
 *
 * @param overlap how long the one before it is still taken; a day when it is left out
 */
public record NewSigningSecret(
    @Schema(
            type = "string",
            description =
                "How long the secret before it is still taken, ISO-8601: P1D when it is left out,"
                    + " PT0S for not at all, P7D at most.",
            example = "P1D")
        @Nullable Duration overlap) {}
