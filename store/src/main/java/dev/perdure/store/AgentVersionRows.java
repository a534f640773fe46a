package dev.perdure.store;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.AgentVersion;
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

/** Reads and writes rows of {@code agent_versions}, which never change. */
final class AgentVersionRows {

  private static final String SELECT =
      """
      SELECT org_id, agent_id, version, config, note, created_by, created_at
      FROM agent_versions
      WHERE org_id = :org AND agent_id = :agent
      """;

  private final Json json;

  AgentVersionRows(Json json) {
    this.json = json;
  }

  void insert(
      Handle handle,
      Caller caller,
      UUID agentId,
      int version,
      AgentConfig config,
      @Nullable String note) {
    handle
        .createUpdate(
            """
            INSERT INTO agent_versions (org_id, agent_id, version, config, note, created_by)
            VALUES (:org, :agent, :version, :config::jsonb, :note, :user)
            """)
        .bind("org", caller.orgId().value())
        .bind("agent", agentId)
        .bind("version", version)
        .bind("config", json.config(config))
        .bind("note", PgText.cleanOrNull(note))
        .bind("user", caller.userId())
        .execute();
  }

  Optional<AgentVersion> find(Handle handle, OrgId orgId, UUID agentId, int version) {
    return handle
        .createQuery(SELECT + "AND version = :version")
        .bind("org", orgId.value())
        .bind("agent", agentId)
        .bind("version", version)
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  Page<AgentVersion> list(Handle handle, OrgId orgId, UUID agentId, PageRequest page) {
    Cursors.Key after = Cursors.read("agent_versions", page);
    List<AgentVersion> found =
        handle
            .createQuery(SELECT + "AND version < :before ORDER BY version DESC LIMIT :limit")
            .bind("org", orgId.value())
            .bind("agent", agentId)
            .bind("before", after == null ? Long.MAX_VALUE : after.number())
            .bind("limit", Cursors.rows(page))
            .map((rs, ctx) -> map(rs))
            .list();
    return Cursors.page(
        "agent_versions",
        page,
        found,
        v -> new Cursors.Key(agentId.toString(), Integer.toString(v.version())));
  }

  private AgentVersion map(ResultSet rs) throws SQLException {
    return new AgentVersion(
        new OrgId(Columns.uuid(rs, "org_id")),
        Columns.uuid(rs, "agent_id"),
        rs.getInt("version"),
        json.config(rs.getString("config")),
        rs.getString("note"),
        Columns.uuid(rs, "created_by"),
        Columns.instant(rs, "created_at"));
  }
}
