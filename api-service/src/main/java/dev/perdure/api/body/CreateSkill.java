package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A skill to be made.
 *
 * @param kind {@code skill_md}, {@code mcp} or {@code openapi}
 * @param name where the files do not say it
 * @param settings what the kind wants to know; never secrets
 * @param secrets names of the organization's secrets by the name the skill asks for; used while the
 *     skill is checked, and set for it
 */
public record CreateSkill(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "skill_md")
        @Nullable String kind,
    @Schema(description = "Where the files do not say it.", example = "pdf-forms")
        @Nullable String name,
    @Schema(description = "What the kind wants to know. Never secrets.")
        @Nullable Map<String, Object> settings,
    @Schema(
            description = "Names of secrets of the organization, by the name the skill asks for.",
            example = "{\"token\": \"CRM_TOKEN\"}")
        @Nullable Map<String, @Nullable String> secrets,
    @Nullable List<@Nullable SkillDraftFile> files,
    @Schema(description = "The files as a ZIP archive in Base64, instead of files.")
        @Nullable String archive) {}
