package dev.perdure.api.body;

import dev.perdure.core.workspace.StoredFile;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file of a session, in one version.
 *
 * @param effectKey the tool call that made the version
 */
@Schema(name = "File")
public record FileBody(
    String path,
    int version,
    @Schema(description = "In bytes.") long size,
    @Schema(description = "As the content says.") String mediaType,
    @Schema(description = "Of the content, in hex.") String sha256,
    @Schema(description = "Names the content; the ETag of its download.") UUID contentId,
    @Schema(description = "When the version was made.") Instant changedAt,
    @Schema(description = "Who made it by the API.") @Nullable UUID userId,
    @Schema(description = "The tool call that made it.") @Nullable String effectKey) {

  public static FileBody of(StoredFile stored) {
    return new FileBody(
        stored.file().path(),
        stored.file().version(),
        stored.file().size(),
        stored.file().mediaType(),
        stored.file().sha256(),
        stored.contentId(),
        stored.file().changedAt(),
        stored.userId(),
        stored.effectKey());
  }
}
