package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Changes of an organization; what is absent stays.
 *
 * @param status suspended: within a second none of its credentials is taken, and its runs pause
 */
public record UpdateOrganization(
    @Nullable String name,
    @Nullable String plan,
    @Schema(allowableValues = {"active", "suspended"}) @Nullable String status,
    @Nullable Boolean signed) {}
