package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a command did.
 *
 * @param command as it was recorded; absent when the run ended at once, since nothing worked on it
 * @param run as it stands now
 */
public record CommandDone(
    @Schema(description = "Absent when the run ended at once: nothing worked on it.")
        @Nullable CommandBody command,
    RunBody run) {}
