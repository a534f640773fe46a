package dev.perdure.store;

import dev.perdure.core.port.ArtifactStore;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads artifacts, which are written with the results of their calls. */
final class JdbiArtifactStore implements ArtifactStore {

  private static final String OF_RUN =
      "SELECT "
          + ArtifactRows.COLUMNS
          + " FROM artifacts WHERE org_id = :org AND run_id = :run ORDER BY id";

  private static final String ONE =
      "SELECT " + ArtifactRows.COLUMNS + " FROM artifacts WHERE org_id = :org AND id = :id";

  private static final String PART =
      """
      SELECT starts_with(content, 'pdr$') AS whole,
             CASE WHEN starts_with(content, 'pdr$') THEN content
                  ELSE substr(content, :from, :length) END AS text
      FROM artifacts WHERE org_id = :org AND id = :id
      """;

  private final Db db;
  private final Bodies bodies;

  JdbiArtifactStore(Db db, Bodies bodies) {
    this.db = db;
    this.bodies = bodies;
  }

  @Override
  public List<Artifact> list(OrgId orgId, UUID runId) {
    return db.ofRun(orgId, runId, OF_RUN, (rs, ctx) -> ArtifactRows.map(bodies, rs));
  }

  @Override
  public Optional<Artifact> get(OrgId orgId, UUID artifactId) {
    return db.inOrg(
        orgId,
        handle ->
            handle
                .createQuery(ONE)
                .bind("org", orgId.value())
                .bind("id", artifactId)
                .map((rs, ctx) -> ArtifactRows.map(bodies, rs))
                .findOne());
  }

  @Override
  public Optional<String> text(OrgId orgId, UUID artifactId, int offset, int length) {
    int from = Math.max(offset, 0);
    int most = Math.max(length, 0);
    return db.inOrg(
            orgId,
            handle ->
                handle
                    .createQuery(PART)
                    .bind("org", orgId.value())
                    .bind("id", artifactId)
                    // PostgreSQL counts from 1, and is asked for no more than an int can count.
                    .bind("from", Math.min(from, Integer.MAX_VALUE - 1) + 1)
                    .bind("length", most)
                    .map((rs, ctx) -> new Found(rs.getBoolean("whole"), rs.getString("text")))
                    .findOne())
        .map(found ->
            found.whole()
                ? part(
                    bodies.read(orgId, Body.ARTIFACT_CONTENT, artifactId, found.text()), from, most)
                : found.text());
  }

  /** A part in the clear, or the whole as it is stored. */
  private record Found(boolean whole, String text) {}

  /** What PostgreSQL's {@code substr} gives, which counts code points. */
  static String part(String text, int from, int most) {
    int[] points = text.codePoints().skip(from).limit(most).toArray();
    return new String(points, 0, points.length);
  }
}
