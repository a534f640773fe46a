package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A form with a SKILL.md bundle.
 *
 * @param file the bundle as a ZIP archive
 */
public record SkillUpload(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            format = "binary",
            description = "The bundle as a ZIP archive; with a filename.")
        String file) {}
