package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to be as it was. */
public record RestoreFiles(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "A file, or a folder with all below it.")
        @Nullable String path,
    @Schema(
            description =
                "The version of the file that shall be the present one again; absent to take it"
                    + " out of the trash.")
        @Nullable Integer version) {}
