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
      SELECT substr(content, :from, :length) FROM artifacts WHERE org_id = :org AND id = :id
      """;

  private final Db db;

  JdbiArtifactStore(Db db) {
    this.db = db;
  }

  @Override
  public List<Artifact> list(OrgId orgId, UUID runId) {
    return db.ofRun(orgId, runId, OF_RUN, (rs, ctx) -> ArtifactRows.map(rs));
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
                .map((rs, ctx) -> ArtifactRows.map(rs))
                .findOne());
  }

  @Override
  public Optional<String> text(OrgId orgId, UUID artifactId, int offset, int length) {
    return db.inOrg(
        orgId,
        handle ->
            handle
                .createQuery(PART)
                .bind("org", orgId.value())
                .bind("id", artifactId)
                // PostgreSQL counts from 1, and is asked for no more than an int can count.
                .bind("from", Math.min(Math.max(offset, 0), Integer.MAX_VALUE - 1) + 1)
                .bind("length", Math.max(length, 0))
                .mapTo(String.class)
                .findOne());
  }
}
