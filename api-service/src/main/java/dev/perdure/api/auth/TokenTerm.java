package dev.perdure.api.auth;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How long a token counts.
 *
 * @param end when it is refused, leeway for clocks included
 * @param keyId the API key it was made from, with which it ends
 */
public record TokenTerm(Instant end, @Nullable UUID keyId) {}
