package dev.perdure.api.body;

import dev.perdure.core.workspace.TrashedFile;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A file in the trash. */
@Schema(name = "TrashedFile")
public record TrashedFileBody(
    @Schema(description = "As it was.") FileBody file,
    Instant deletedAt,
    @Schema(description = "When it goes for good; earlier when its room is needed.")
        Instant purgeAt) {

  public static TrashedFileBody of(TrashedFile trashed) {
    return new TrashedFileBody(
        FileBody.of(trashed.stored()), trashed.deletedAt(), trashed.purgeAt());
  }
}
