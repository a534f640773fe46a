package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.DataExport;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry.Target;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Takes data out in one transaction, which sees all of it as it was when it began. */
final class JdbiDataExport implements DataExport {

  /** A client may be slow; who stands still for longer gets no more. */
  private static final Duration STANDS_STILL = Duration.ofMinutes(1);

  private final Db db;
  private final ExportedTables tables;
  private final Bodies bodies;
  private final AuditRows audit;
  private final UserRows users = new UserRows();

  JdbiDataExport(Db db, ExportedTables tables, Bodies bodies, AuditRows audit) {
    this.db = db;
    this.tables = tables;
    this.bodies = bodies;
    this.audit = audit;
  }

  @Override
  public void record(Actor actor, @Nullable UUID userId) {
    OrgId orgId = actor.orgId();
    db.inOrg(
        orgId,
        handle -> {
          if (userId != null && users.erasable(handle, orgId, userId).isEmpty()) {
            throw PerdureException.notFound("user", userId);
          }
          audit.add(
              handle,
              orgId,
              userId == null
                  ? actor.did("organization.export", Target.of("organization", orgId))
                  : actor.did("user.export", Target.of("user", userId)));
          return null;
        });
  }

  @Override
  public Map<String, Long> write(OrgId orgId, @Nullable UUID userId, Sink sink) {
    return db.snapshot(
        orgId,
        STANDS_STILL,
        handle -> {
          Map<String, Long> counts = new LinkedHashMap<>();
          for (ExportedTable table : tables.all()) {
            if (userId == null || table.ofUser() != null) {
              counts.put(table.type(), write(handle, table, orgId, userId, sink));
            }
          }
          return counts;
        });
  }

  private long write(
      Handle handle, ExportedTable table, OrgId orgId, @Nullable UUID userId, Sink sink) {
    Query query =
        handle
            .createQuery(table.sql(userId != null))
            .setFetchSize(table.atOnce())
            .bind("org", orgId.value());
    if (userId != null) {
      query.bind("user", userId);
    }
    long count = 0;
    try (var rows =
        query
            .map((rs, ctx) -> table.read(new ExportedRow(rs, orgId, table.table(), bodies)))
            .iterator()) {
      while (rows.hasNext()) {
        sink.accept(table.type(), rows.next());
        count++;
      }
    }
    return count;
  }
}
