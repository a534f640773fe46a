package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a user; what is absent stays.
 *
 * @param email an empty text for none
 * @param status disabled users are nobody, within a second, until they are active again
 */
public record UpdateUser(
    @Nullable String name,
    @Nullable String email,
    @Nullable String role,
    @Schema(allowableValues = {"active", "disabled"}) @Nullable String status) {}
