package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to set for a skill. A field that is left out gets its default: switched on, nothing set.
 *
 * @param config valid against the skill's schema
 * @param secrets names of the organization's secrets, by the name the skill asks for
 */
public record PutSkillSettings(
    @Schema(description = "Whether agents can use it; true when absent.") @Nullable Boolean enabled,
    @Nullable Map<String, Object> config,
    @Schema(
            description = "Names of secrets of the organization, by the name the skill asks for.",
            example = "{\"api_key\": \"SEARCH_KEY\"}")
        @Nullable Map<String, @Nullable String> secrets) {}
