package dev.perdure.store;

import dev.perdure.core.port.AuditLog.AuditFilter;
import dev.perdure.core.port.AuditLog.Recorded;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes and reads rows of {@code audit_log}. */
final class AuditRows {

  private static final String ADD =
      """
      INSERT INTO audit_log
        (org_id, id, actor_org_id, user_id, credential_kind, credential_id, action, target_kind,
         target_id, before, after, address, user_agent)
      VALUES
        (:org, :id, :actor_org, :user::uuid, :credential_kind, :credential_id::uuid, :action, :target_kind,
         :target_id, :before::jsonb, :after::jsonb, :address, :user_agent)
      """;

  private static final String SELECT =
      """
      SELECT id, at, actor_org_id, user_id, credential_kind, credential_id, action, target_kind,
             target_id, before, after, address, user_agent
      FROM audit_log WHERE org_id = :org
      """;

  private static final String WORDS =
      """
      AND concat_ws(' ', action, target_kind, target_id, user_id, credential_id, before, after,
                    address, user_agent) ILIKE ALL (:words)
      """;

  private final Json json;
  private final Supplier<UUID> ids;

  AuditRows(Json json, Supplier<UUID> ids) {
    this.json = json;
    this.ids = ids;
  }

  /** Records a change, in its transaction, in the log of the organization that was changed. */
  void add(Handle handle, OrgId orgId, AuditEntry entry) {
    Actor actor = entry.actor();
    Credential credential = actor.credential();
    handle
        .createUpdate(ADD)
        .bind("org", orgId.value())
        .bind("id", ids.get())
        .bind("actor_org", actor.orgId().value())
        .bind("user", actor.userId())
        .bind("credential_kind", credential == null ? null : credential.kind().wireName())
        .bind("credential_id", credential == null ? null : credential.id())
        .bind("action", entry.action())
        .bind("target_kind", entry.target().kind())
        .bind("target_id", PgText.clean(entry.target().id()))
        .bind("before", written(entry.before()))
        .bind("after", written(entry.after()))
        .bind("address", PgText.cleanOrNull(actor.address()))
        .bind("user_agent", PgText.cleanOrNull(actor.userAgent()))
        .execute();
  }

  Page<Recorded> search(Handle handle, OrgId orgId, AuditFilter filter, PageRequest page) {
    Cursors.Key after = Cursors.read("audit", page);
    SearchWords words = SearchWords.of(filter.text());
    if (words != null && words.none()) {
      return new Page<>(List.of(), null);
    }
    var query =
        handle
            .createQuery(sql(filter, words != null, after != null))
            .bind("org", orgId.value())
            .bind("from", Times.utc(filter.from()))
            .bind("until", Times.utc(filter.until()))
            .bind("user", filter.userId())
            .bind("action", PgText.cleanOrNull(filter.action()))
            .bind("target_kind", PgText.cleanOrNull(filter.targetKind()))
            .bind("target_id", PgText.cleanOrNull(filter.targetId()))
            .bind("after_at", after == null ? null : Times.utc(after.instant()))
            .bind("after_id", after == null ? null : after.uuid())
            .bind("limit", Cursors.rows(page));
    if (words != null) {
      query.bindArray("words", String.class, words.likePatterns());
    }
    List<Recorded> found = query.map((rs, ctx) -> map(rs)).list();
    return Cursors.page(
        "audit",
        page,
        found,
        recorded -> new Cursors.Key(recorded.id().toString(), recorded.at().toString()));
  }

  /** Names only the conditions that narrow, so that each search is read off its own index. */
  private static String sql(AuditFilter filter, boolean words, boolean after) {
    return SELECT
        + (filter.from() == null ? "" : "AND at >= :from\n")
        + (filter.until() == null ? "" : "AND at < :until\n")
        + (filter.userId() == null ? "" : "AND user_id = :user\n")
        + (filter.action() == null
            ? ""
            : "AND (action = :action OR starts_with(action, :action || '.'))\n")
        + (filter.targetKind() == null ? "" : "AND target_kind = :target_kind\n")
        + (filter.targetId() == null ? "" : "AND target_id = :target_id\n")
        + (words ? WORDS : "")
        + (after ? "AND (at, id) < (:after_at, :after_id)\n" : "")
        + "ORDER BY at DESC, id DESC LIMIT :limit";
  }

  private Recorded map(ResultSet rs) throws SQLException {
    UUID credential = Columns.uuidOrNull(rs, "credential_id");
    Actor actor =
        new Actor(
            new OrgId(Columns.uuid(rs, "actor_org_id")),
            Columns.uuidOrNull(rs, "user_id"),
            credential == null
                ? null
                : new Credential(kind(rs.getString("credential_kind")), credential),
            rs.getString("address"),
            rs.getString("user_agent"));
    AuditEntry entry =
        new AuditEntry(
            actor,
            rs.getString("action"),
            new AuditEntry.Target(rs.getString("target_kind"), rs.getString("target_id")),
            read(rs.getString("before")),
            read(rs.getString("after")));
    return new Recorded(Columns.uuid(rs, "id"), Columns.instant(rs, "at"), entry);
  }

  private static Credential.Kind kind(String wireName) {
    return Credential.Kind.of(wireName)
        .orElseThrow(() -> new IllegalStateException("no kind of credential: " + wireName));
  }

  private @Nullable String written(@Nullable Map<String, Object> thing) {
    return thing == null ? null : json.object(thing);
  }

  private @Nullable Map<String, Object> read(@Nullable String thing) {
    return thing == null ? null : json.object(thing);
  }
}
