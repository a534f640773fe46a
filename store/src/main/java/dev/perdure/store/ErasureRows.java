package dev.perdure.store;

import dev.perdure.core.port.Erasures.Erasure;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads and writes rows of {@code erasures}. */
final class ErasureRows {

  private static final String ADD =
      """
      INSERT INTO erasures (org_id, subject) VALUES (:org, :subject) ON CONFLICT DO NOTHING
      """;

  private static final String TAKE =
      "SELECT * FROM crossing.take_erasure(make_interval(secs => :lease), make_interval(secs => :rest))";

  private static final String RELEASE =
      "UPDATE erasures SET taken_at = NULL WHERE org_id = :org AND subject = :subject";

  // Who works on it keeps others from it by that.
  private static final String COUNT =
      """
      UPDATE erasures
      SET taken_at = clock_timestamp(),
          counts = counts || jsonb_build_object(
            :what::text, coalesce((counts ->> :what)::bigint, 0) + :rows)
      WHERE org_id = :org AND subject = :subject
      """;

  private static final String COUNTS =
      """
      SELECT key, value::bigint FROM erasures, jsonb_each_text(counts)
      WHERE org_id = :org AND subject = :subject
      """;

  private static final String DELETE =
      "DELETE FROM erasures WHERE org_id = :org AND subject = :subject";

  void add(Handle handle, OrgId orgId, UUID subject) {
    handle.createUpdate(ADD).bind("org", orgId.value()).bind("subject", subject).execute();
  }

  Optional<Erasure> take(Handle handle, Duration lease, Duration rest) {
    return handle
        .createQuery(TAKE)
        .bind("lease", lease.toMillis() / 1000.0)
        .bind("rest", rest.toMillis() / 1000.0)
        .map((rs, ctx) ->
            new Erasure(
                new OrgId(Columns.uuid(rs, "org_id")),
                Columns.uuid(rs, "subject"),
                Columns.instant(rs, "accepted_at")))
        .findOne();
  }

  void release(Handle handle, Erasure erasure) {
    handle
        .createUpdate(RELEASE)
        .bind("org", erasure.orgId().value())
        .bind("subject", erasure.subject())
        .execute();
  }

  /** Notes how many rows have gone, and that somebody is at work. */
  void count(Handle handle, OrgId orgId, UUID subject, String what, int rows) {
    handle
        .createUpdate(COUNT)
        .bind("org", orgId.value())
        .bind("subject", subject)
        .bind("what", what)
        .bind("rows", (long) rows)
        .execute();
  }

  Map<String, Object> counts(Handle handle, OrgId orgId, UUID subject) {
    Map<String, Object> counts = new TreeMap<>();
    handle
        .createQuery(COUNTS)
        .bind("org", orgId.value())
        .bind("subject", subject)
        .map((rs, ctx) -> Map.entry(rs.getString("key"), rs.getLong("value")))
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    return counts;
  }

  /** The organization's own, and those of its users. */
  void deleteAll(Handle handle, OrgId orgId) {
    handle
        .createUpdate("DELETE FROM erasures WHERE org_id = :org")
        .bind("org", orgId.value())
        .execute();
  }

  void delete(Handle handle, OrgId orgId, UUID subject) {
    handle.createUpdate(DELETE).bind("org", orgId.value()).bind("subject", subject).execute();
  }
}
