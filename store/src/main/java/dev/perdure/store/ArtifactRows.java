package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.ArtifactStore.Artifact;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.NewArtifact;
import dev.perdure.core.tenant.OrgId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Writes and reads rows of {@code artifacts}. */
final class ArtifactRows {

  /** What {@link #map} needs of the table. */
  static final String COLUMNS =
      "org_id, id, session_id, run_id, step_id, name, media_type, bytes, sha256, created_at";

  private static final String INSERT =
      """
      INSERT INTO artifacts
        (org_id, id, session_id, run_id, step_id, name, media_type, content, bytes, sha256)
      VALUES
        (:org, :id, :session, :run, :step_id, :name, :media_type, :content, :bytes, :sha256)
      """;

  private ArtifactRows() {}

  /** Keeps the result of a locked call; the event tells of it. */
  static RunEvent insert(Handle handle, Bodies bodies, StepLock.Locked step, NewArtifact artifact) {
    RunRef run = step.ref().run();
    OrgId orgId = run.orgId();
    UUID id = artifact.id();
    String name = PgText.clean(artifact.name());
    String content = PgText.clean(artifact.content());
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    String sha256 = sha256(bytes);
    handle
        .createUpdate(INSERT)
        .bind("org", run.orgId().value())
        .bind("id", id)
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .bind("step_id", step.ref().stepId())
        .bind("name", bodies.write(orgId, Body.ARTIFACT_NAME, id, name))
        .bind("media_type", PgText.clean(artifact.mediaType()))
        .bind("content", bodies.write(orgId, Body.ARTIFACT_CONTENT, id, content))
        .bind("bytes", (long) bytes.length)
        .bind("sha256", bodies.write(orgId, Body.ARTIFACT_SHA256, id, sha256))
        .execute();
    return new RunEvent.Custom(
        RunEvent.Custom.ARTIFACT,
        Map.of(
            "artifactId", artifact.id().toString(),
            "toolCallId", step.requireToolCallId(),
            "name", artifact.name(),
            "mediaType", artifact.mediaType(),
            "bytes", bytes.length,
            "sha256", sha256));
  }

  static Artifact map(Bodies bodies, ResultSet rs) throws SQLException {
    OrgId orgId = new OrgId(Columns.uuid(rs, "org_id"));
    UUID id = Columns.uuid(rs, "id");
    return new Artifact(
        new RunRef(orgId, Columns.uuid(rs, "session_id"), Columns.uuid(rs, "run_id")),
        id,
        rs.getString("step_id"),
        bodies.read(orgId, Body.ARTIFACT_NAME, id, rs.getString("name")),
        rs.getString("media_type"),
        rs.getLong("bytes"),
        bodies.read(orgId, Body.ARTIFACT_SHA256, id, rs.getString("sha256")),
        Columns.instant(rs, "created_at"));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
