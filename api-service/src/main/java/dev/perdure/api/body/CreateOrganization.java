package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A new organization with its first owner.
 *
 * @param slug its unique short name, which never changes: small letters, digits and -
 * @param plan standard when absent
 * @param ownerEmail by which the owner can sign in, where that is configured
 * @param apiKey false when the owner is not to get an API key
 */
public record CreateOrganization(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "acme") @Nullable String slug,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Acme") @Nullable String name,
    @Nullable String plan,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Ada")
        @Nullable String ownerName,
    @Nullable String ownerEmail,
    @Nullable Boolean apiKey) {}
