package dev.perdure.store;

import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.session.Session;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads and writes rows of {@code sessions}. */
final class SessionRows {

  private static final String SELECT =
      """
      SELECT s.org_id, s.id, s.title, s.agent_id, s.thread_id, s.metadata, s.forked_from,
             s.forked_at_message, s.created_by, s.created_at, s.updated_at
      FROM sessions s
      """;

  // The function sees the current organization only.
  private static final String SEARCH =
      """
      AND (s.title ILIKE ALL (:in_title) AND NOT starts_with(s.title, :encrypted)
           OR s.id IN (SELECT crossing.sessions_with_words(:in_messages)))
      """;

  private final Json json;
  private final Bodies bodies;

  SessionRows(Json json, Bodies bodies) {
    this.json = json;
    this.bodies = bodies;
  }

  Optional<Session> find(Handle handle, OrgId orgId, UUID id) {
    return handle
        .createQuery(SELECT + "WHERE s.org_id = :org AND s.id = :id")
        .bind("org", orgId.value())
        .bind("id", id)
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  Page<Session> list(
      Handle handle,
      OrgId orgId,
      @Nullable SearchWords search,
      @Nullable UUID agentId,
      PageRequest page) {
    Cursors.Key after = Cursors.read("sessions", page);
    var query =
        handle
            .createQuery(sql(agentId != null, search != null, after != null))
            .bind("org", orgId.value())
            .bind("agent", agentId)
            .bind("after_at", after == null ? null : after.instant().atOffset(ZoneOffset.UTC))
            .bind("after_id", after == null ? null : after.uuid())
            .bind("limit", Cursors.rows(page));
    if (search != null) {
      query
          .bindArray("in_title", String.class, search.likePatterns())
          .bind("encrypted", Bodies.ENCRYPTED)
          .bind("in_messages", search.tsquery());
    }
    List<Session> found = query.map((rs, ctx) -> map(rs)).list();
    return Cursors.page(
        "sessions",
        page,
        found,
        session -> new Cursors.Key(session.id().toString(), session.updatedAt().toString()));
  }

  /** Names only the conditions that narrow, so that each list is read off its own index. */
  private static String sql(boolean byAgent, boolean search, boolean after) {
    return SELECT
        + "WHERE s.org_id = :org\n"
        + (byAgent ? "AND s.agent_id = :agent\n" : "")
        + (search ? SEARCH : "")
        + (after ? "AND (s.updated_at, s.id) < (:after_at, :after_id)\n" : "")
        + "ORDER BY s.updated_at DESC, s.id DESC LIMIT :limit";
  }

  boolean update(
      Handle handle,
      OrgId orgId,
      UUID id,
      @Nullable String title,
      @Nullable Map<String, String> metadata) {
    return handle
            .createUpdate(
                """
                UPDATE sessions
                SET title = coalesce(:title, title), metadata = coalesce(:metadata::jsonb, metadata)
                WHERE org_id = :org AND id = :id
                """)
            .bind("org", orgId.value())
            .bind("id", id)
            .bind(
                "title",
                bodies.writeOrNull(orgId, Body.SESSION_TITLE, id, PgText.cleanOrNull(title)))
            .bind(
                "metadata",
                bodies.writeOrNull(
                    orgId,
                    Body.SESSION_METADATA,
                    id,
                    metadata == null ? null : json.strings(metadata)))
            .execute()
        == 1;
  }

  Session map(ResultSet rs) throws SQLException {
    OrgId orgId = new OrgId(Columns.uuid(rs, "org_id"));
    UUID id = Columns.uuid(rs, "id");
    return new Session(
        orgId,
        id,
        bodies.readOrNull(orgId, Body.SESSION_TITLE, id, rs.getString("title")),
        Columns.uuidOrNull(rs, "agent_id"),
        Columns.uuid(rs, "thread_id"),
        json.strings(bodies.read(orgId, Body.SESSION_METADATA, id, rs.getString("metadata"))),
        Columns.uuidOrNull(rs, "forked_from"),
        Columns.uuidOrNull(rs, "forked_at_message"),
        Columns.uuid(rs, "created_by"),
        Columns.instant(rs, "created_at"),
        Columns.instant(rs, "updated_at"));
  }
}
