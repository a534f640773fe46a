package dev.perdure.store;

import dev.perdure.core.port.SkillSettingsStore;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Keeps what organizations set for skills, and records each change with it. */
final class JdbiSkillSettingsStore implements SkillSettingsStore {

  private static final String ALL =
      "SELECT skill, enabled, config, secrets FROM skill_settings WHERE org_id = :org";

  private static final String ONE = ALL + " AND skill = :skill";

  private static final String PUT =
      """
      INSERT INTO skill_settings (org_id, skill, enabled, config, secrets)
      VALUES (:org, :skill, :enabled, :config::jsonb, :secrets::jsonb)
      ON CONFLICT (org_id, skill) DO UPDATE
      SET enabled = excluded.enabled, config = excluded.config, secrets = excluded.secrets,
          updated_at = clock_timestamp()
      """;

  private record Row(String skill, SkillSettings settings) {}

  private final Db db;
  private final Json json;
  private final AuditRows audit;

  JdbiSkillSettingsStore(Db db, Json json, AuditRows audit) {
    this.db = db;
    this.json = json;
    this.audit = audit;
  }

  @Override
  public Map<String, SkillSettings> all(OrgId orgId) {
    return db.inOrg(
        orgId,
        handle ->
            handle.createQuery(ALL).bind("org", orgId.value()).map((rs, ctx) -> map(rs)).stream()
                .collect(Collectors.toMap(Row::skill, Row::settings)));
  }

  @Override
  public Optional<SkillSettings> find(OrgId orgId, String skill) {
    return db.inOrg(orgId, handle -> find(handle, ONE, orgId, skill));
  }

  @Override
  public void put(Actor actor, OrgId orgId, String skill, SkillSettings settings) {
    db.inOrg(
        orgId,
        handle -> {
          put(handle, actor, orgId, skill, settings);
          return settings;
        });
  }

  /** The same within a transaction. */
  void put(Handle handle, Actor actor, OrgId orgId, String skill, SkillSettings settings) {
    Optional<SkillSettings> before = find(handle, ONE + " FOR UPDATE", orgId, skill);
    handle
        .createUpdate(PUT)
        .bind("org", orgId.value())
        .bind("skill", skill)
        .bind("enabled", settings.enabled())
        .bind("config", json.object(settings.config()))
        .bind("secrets", json.strings(settings.secrets()))
        .execute();
    audit.add(
        handle,
        orgId,
        actor
            .did("skill.configure", AuditEntry.Target.of("skill", skill))
            .before(told(before.orElse(null)))
            .after(told(settings)));
  }

  private Optional<SkillSettings> find(Handle handle, String sql, OrgId orgId, String skill) {
    return handle
        .createQuery(sql)
        .bind("org", orgId.value())
        .bind("skill", PgText.clean(skill))
        .map((rs, ctx) -> map(rs).settings())
        .findOne();
  }

  private Row map(ResultSet rs) throws SQLException {
    return new Row(
        rs.getString("skill"),
        new SkillSettings(
            rs.getBoolean("enabled"),
            json.object(rs.getString("config")),
            json.strings(rs.getString("secrets"))));
  }

  private static @Nullable Map<String, Object> told(@Nullable SkillSettings settings) {
    if (settings == null) {
      return null;
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("enabled", settings.enabled());
    told.put("config", settings.config());
    told.put("secrets", settings.secrets());
    return told;
  }
}
