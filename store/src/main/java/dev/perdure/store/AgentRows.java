package dev.perdure.store;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads and writes rows of {@code agents}. */
final class AgentRows {

  private static final String SELECT =
      """
      SELECT org_id, id, name, description, current_version, latest_version, created_at,
             updated_at, archived_at
      FROM agents
      """;

  private static final String LIST =
      SELECT
          + """
          WHERE org_id = :org
            AND (:archived OR archived_at IS NULL)
            AND (:search::text IS NULL OR name ILIKE :search OR description ILIKE :search)
            AND (:after_name::text IS NULL OR (name, id) > (:after_name, :after_id::uuid))
          ORDER BY name, id LIMIT :limit
          """;

  boolean insert(Handle handle, Caller caller, UUID id, String name, @Nullable String description) {
    return handle
            .createUpdate(
                """
                INSERT INTO agents
                  (org_id, id, name, description, current_version, latest_version, created_by)
                VALUES (:org, :id, :name, :description, 1, 1, :user)
                ON CONFLICT (org_id, name) WHERE archived_at IS NULL DO NOTHING
                """)
            .bind("org", caller.orgId().value())
            .bind("id", id)
            .bind("name", PgText.clean(name))
            .bind("description", PgText.cleanOrNull(description))
            .bind("user", caller.userId())
            .execute()
        == 1;
  }

  Optional<Agent> find(Handle handle, OrgId orgId, UUID id) {
    return find(handle, orgId, id, "");
  }

  /** The same, and nobody changes it before this transaction ends. */
  Optional<Agent> lock(Handle handle, OrgId orgId, UUID id) {
    return find(handle, orgId, id, " FOR NO KEY UPDATE");
  }

  private static Optional<Agent> find(Handle handle, OrgId orgId, UUID id, String more) {
    return handle
        .createQuery(SELECT + "WHERE org_id = :org AND id = :id" + more)
        .bind("org", orgId.value())
        .bind("id", id)
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  Optional<Agent> findByName(Handle handle, OrgId orgId, String name) {
    return handle
        .createQuery(SELECT + "WHERE org_id = :org AND name = :name AND archived_at IS NULL")
        .bind("org", orgId.value())
        .bind("name", PgText.clean(name))
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  Page<Agent> list(
      Handle handle, OrgId orgId, boolean archived, @Nullable String search, PageRequest page) {
    Cursors.Key after = Cursors.read("agents", page);
    List<Agent> found =
        handle
            .createQuery(LIST)
            .bind("org", orgId.value())
            .bind("archived", archived)
            .bind("search", search == null ? null : "%" + PgText.likeLiteral(search) + "%")
            .bind("after_name", after == null ? null : after.value())
            .bind("after_id", after == null ? null : after.uuid())
            .bind("limit", Cursors.rows(page))
            .map((rs, ctx) -> map(rs))
            .list();
    return Cursors.page(
        "agents", page, found, agent -> new Cursors.Key(agent.id().toString(), agent.name()));
  }

  void rename(Handle handle, OrgId orgId, UUID id, String name, @Nullable String description) {
    handle
        .createUpdate(
            """
            UPDATE agents SET name = :name, description = :description, updated_at = now()
            WHERE org_id = :org AND id = :id
            """)
        .bind("org", orgId.value())
        .bind("id", id)
        .bind("name", PgText.clean(name))
        .bind("description", PgText.cleanOrNull(description))
        .execute();
  }

  void archive(Handle handle, OrgId orgId, UUID id) {
    handle
        .createUpdate(
            """
            UPDATE agents SET archived_at = now(), updated_at = now()
            WHERE org_id = :org AND id = :id
            """)
        .bind("org", orgId.value())
        .bind("id", id)
        .execute();
  }

  void setVersions(Handle handle, OrgId orgId, UUID id, int latest, boolean promote) {
    handle
        .createUpdate(
            """
            UPDATE agents
            SET latest_version = :latest, updated_at = now(),
                current_version = CASE WHEN :promote THEN :latest ELSE current_version END
            WHERE org_id = :org AND id = :id
            """)
        .bind("org", orgId.value())
        .bind("id", id)
        .bind("latest", latest)
        .bind("promote", promote)
        .execute();
  }

  void setCurrent(Handle handle, OrgId orgId, UUID id, int version) {
    handle
        .createUpdate(
            """
            UPDATE agents SET current_version = :version, updated_at = now()
            WHERE org_id = :org AND id = :id
            """)
        .bind("org", orgId.value())
        .bind("id", id)
        .bind("version", version)
        .execute();
  }

  private static Agent map(ResultSet rs) throws SQLException {
    return new Agent(
        new OrgId(Columns.uuid(rs, "org_id")),
        Columns.uuid(rs, "id"),
        rs.getString("name"),
        rs.getString("description"),
        rs.getInt("current_version"),
        rs.getInt("latest_version"),
        Columns.instant(rs, "created_at"),
        Columns.instant(rs, "updated_at"),
        Columns.instantOrNull(rs, "archived_at"));
  }
}
