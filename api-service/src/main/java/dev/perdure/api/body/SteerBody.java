package dev.perdure.api.body;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An input for a run that is under way.
 *
 * @param input a text, or a list of content parts (text, image, file)
 */
public record SteerBody(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            types = {"string", "array"})
        @Nullable JsonNode input) {}
