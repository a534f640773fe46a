package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A file of a skill, as a text or in Base64.
 *
 * @param path from the skill's folder, such as {@code scripts/sum.py}
 */
public record SkillDraftFile(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "SKILL.md")
        @Nullable String path,
    @Schema(description = "The content of a text file.") @Nullable String text,
    @Schema(description = "The content of any other file, in Base64.") @Nullable String base64) {}
