package dev.perdure.api.body;

import dev.perdure.core.port.ArtifactStore.Artifact;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/**
 * A result too large for a transcript.
 *
 * @param bytes its size in UTF-8
 * @param sha256 of its bytes, in hex
 * @param content where to read it
 */
@Schema(name = "Artifact")
public record ArtifactBody(
    UUID id,
    UUID sessionId,
    UUID runId,
    String stepId,
    String name,
    String mediaType,
    long bytes,
    String sha256,
    Instant createdAt,
    @Schema(example = "/v1/artifacts/019a…/content") String content) {

  public static ArtifactBody of(Artifact artifact) {
    return new ArtifactBody(
        artifact.id(),
        artifact.run().sessionId(),
        artifact.run().runId(),
        artifact.stepId(),
        artifact.name(),
        artifact.mediaType(),
        artifact.bytes(),
        artifact.sha256(),
        artifact.createdAt(),
        "/v1/artifacts/" + artifact.id() + "/content");
  }
}
