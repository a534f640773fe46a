package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new role.
 *
 * @param name small letters, digits, - and _, beginning with a letter
 * @param permissions such as {@code runs:read}, of those the caller has
 */
public record CreateRole(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "auditor") @Nullable String name,
    @Nullable String description,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable List<@Nullable String> permissions) {}
