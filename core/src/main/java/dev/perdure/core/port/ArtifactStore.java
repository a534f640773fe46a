package dev.perdure.core.port;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Results too large for a transcript. */
public interface ArtifactStore {

  /** Artifacts of a run, oldest first. */
  List<Artifact> list(OrgId orgId, UUID runId);

  Optional<Artifact> get(OrgId orgId, UUID artifactId);

  /** A part of its text, counted in code points; an empty text past its end. */
  Optional<String> text(OrgId orgId, UUID artifactId, int offset, int length);

  /**
   * What is known of an artifact besides its content.
   *
   * @param bytes its size in UTF-8
   * @param sha256 of its bytes, in hex
   */
  record Artifact(
      @JsonIgnore RunRef run,
      UUID id,
      String stepId,
      String name,
      String mediaType,
      long bytes,
      String sha256,
      Instant createdAt) {}
}
