package dev.perdure.store;

import dev.perdure.core.skill.custom.CustomSkill;
import dev.perdure.core.skill.custom.SkillContent;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads and writes rows of {@code custom_skills}; those of deleted skills are not seen. */
final class CustomSkillRows {

  private static final String SELECT =
      """
      SELECT org_id, id, name, kind, current_version, latest_version, created_by, created_at,
             updated_at
      FROM custom_skills
      WHERE org_id = :org AND deleted_at IS NULL AND name = :name
      """;

  /** The row of a deleted skill of that name is taken up again, and its numbers go on. */
  private static final String INSERT =
      """
      INSERT INTO custom_skills AS s
        (org_id, id, name, kind, current_version, latest_version, created_by)
      VALUES (:org, :id, :name, :kind, 1, 1, :user)
      ON CONFLICT (org_id, name) DO UPDATE
      SET kind = excluded.kind, current_version = s.latest_version + 1,
          latest_version = s.latest_version + 1, created_by = excluded.created_by,
          created_at = clock_timestamp(), updated_at = clock_timestamp(), deleted_at = NULL
      WHERE s.deleted_at IS NOT NULL
      RETURNING org_id, id, name, kind, current_version, latest_version, created_by, created_at,
                updated_at
      """;

  /** The organization's row is locked, so that two at once don't both count one too few. */
  private static final String USE =
      """
      SELECT (SELECT count(*) FROM custom_skills WHERE org_id = :org AND deleted_at IS NULL) AS skills,
             (SELECT coalesce(sum(bytes), 0) FROM custom_skill_versions WHERE org_id = :org) AS bytes
      FROM organizations WHERE org_id = :org FOR NO KEY UPDATE
      """;

  private static final String AGENTS =
      """
      SELECT DISTINCT a.name FROM agents a
      JOIN agent_versions v ON v.org_id = a.org_id AND v.agent_id = a.id
      WHERE a.org_id = :org
        AND EXISTS (SELECT FROM jsonb_array_elements_text(v.config -> 'skills') AS named
                    WHERE split_part(named, '@', 1) = :name)
        AND (v.version = a.current_version AND a.archived_at IS NULL
             OR EXISTS (SELECT FROM runs r
                        WHERE r.org_id = :org AND r.agent_id = a.id AND r.agent_version = v.version
                          AND r.status IN ('queued', 'starting', 'running', 'waiting', 'paused',
                                           'cancelling')))
      ORDER BY a.name LIMIT :most
      """;

  /** How much an organization has already. */
  record Use(int skills, long bytes) {}

  /** Empty when a skill has the name already. */
  Optional<CustomSkill> insert(Handle handle, Caller caller, UUID id, SkillContent content) {
    return handle
        .createQuery(INSERT)
        .bind("org", caller.orgId().value())
        .bind("id", id)
        .bind("name", PgText.clean(content.definition().name()))
        .bind("kind", content.kind())
        .bind("user", caller.userId())
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  Optional<CustomSkill> find(Handle handle, OrgId orgId, String name) {
    return find(handle, SELECT, orgId, name);
  }

  /** The same, and nobody changes it before this transaction ends. */
  Optional<CustomSkill> lock(Handle handle, OrgId orgId, String name) {
    return find(handle, SELECT + "FOR NO KEY UPDATE", orgId, name);
  }

  /** What there is, of which nobody adds more before this transaction ends. */
  Use lockUse(Handle handle, OrgId orgId) {
    return handle
        .createQuery(USE)
        .bind("org", orgId.value())
        .map((rs, ctx) -> new Use(rs.getInt("skills"), rs.getLong("bytes")))
        .one();
  }

  void setVersions(Handle handle, CustomSkill skill, int current, int latest) {
    handle
        .createUpdate(
            """
            UPDATE custom_skills
            SET current_version = :current, latest_version = :latest,
                updated_at = clock_timestamp()
            WHERE org_id = :org AND id = :id
            """)
        .bind("org", skill.orgId().value())
        .bind("id", skill.id())
        .bind("current", current)
        .bind("latest", latest)
        .execute();
  }

  /** The agents that need the skill, some of them by name. */
  List<String> agents(Handle handle, CustomSkill skill, int most) {
    return handle
        .createQuery(AGENTS)
        .bind("org", skill.orgId().value())
        .bind("name", skill.name())
        .bind("most", most)
        .mapTo(String.class)
        .list();
  }

  void delete(Handle handle, CustomSkill skill) {
    for (String sql :
        List.of(
            "DELETE FROM custom_skill_files WHERE org_id = :org AND skill_id = :id",
            "DELETE FROM custom_skill_versions WHERE org_id = :org AND skill_id = :id",
            "UPDATE custom_skills SET deleted_at = now() WHERE org_id = :org AND id = :id",
            "DELETE FROM skill_settings WHERE org_id = :org AND skill = :name")) {
      handle
          .createUpdate(sql)
          .bind("org", skill.orgId().value())
          .bind("id", skill.id())
          .bind("name", skill.name())
          .execute();
    }
  }

  private static Optional<CustomSkill> find(Handle handle, String sql, OrgId orgId, String name) {
    return handle
        .createQuery(sql)
        .bind("org", orgId.value())
        .bind("name", PgText.clean(name))
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  private static CustomSkill map(ResultSet rs) throws SQLException {
    return new CustomSkill(
        new OrgId(Columns.uuid(rs, "org_id")),
        Columns.uuid(rs, "id"),
        rs.getString("name"),
        rs.getString("kind"),
        rs.getInt("current_version"),
        rs.getInt("latest_version"),
        Columns.uuid(rs, "created_by"),
        Columns.instant(rs, "created_at"),
        Columns.instant(rs, "updated_at"));
  }
}
