package dev.perdure.core.step;

import java.util.UUID;

/**
 * A result kept beside the transcript.
 *
 * @param name for people, such as {@code fetch_page-7.2.txt}
 * @param content the whole text
 */
public record NewArtifact(UUID id, String name, String mediaType, String content) {}
