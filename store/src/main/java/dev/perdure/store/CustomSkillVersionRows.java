package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.CustomSkill;
import dev.perdure.core.skill.custom.CustomSkillVersion;
import dev.perdure.core.skill.custom.SkillContent;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.SkillName;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Reads and writes versions of custom skills and their files, which never change. */
final class CustomSkillVersionRows {

  private static final String SELECT =
      """
      SELECT v.org_id, s.name, s.kind, v.version, v.version = s.current_version AS current, v.title,
             v.description, v.sha256, v.bytes, v.created_by, v.created_at
      FROM custom_skills s
      JOIN custom_skill_versions v ON v.org_id = s.org_id AND v.skill_id = s.id
      WHERE s.org_id = :org AND s.deleted_at IS NULL
      """;

  private static final String WHOLE =
      """
      SELECT s.id, s.name, s.kind, v.title, v.description, v.definition
      FROM custom_skills s
      JOIN custom_skill_versions v ON v.org_id = s.org_id AND v.skill_id = s.id
      WHERE s.org_id = :org AND s.deleted_at IS NULL AND s.name = :name AND v.version = :version
      """;

  private static final String FILES =
      """
      SELECT path, octet_length(content) AS size FROM custom_skill_files
      WHERE org_id = :org AND skill_id = :skill AND version = :version ORDER BY path
      """;

  private static final String FILE =
      """
      SELECT content FROM custom_skill_files
      WHERE org_id = :org AND skill_id = :skill AND version = :version AND path = :path
      """;

  private final Db db;
  private final Json json;

  /**
   * @param db files are read of, when somebody wants their content
   */
  CustomSkillVersionRows(Db db, Json json) {
    this.db = db;
    this.json = json;
  }

  void insert(Handle handle, Caller caller, UUID skillId, int version, SkillContent content) {
    SkillDefinition definition = content.definition();
    handle
        .createUpdate(
            """
            INSERT INTO custom_skill_versions
              (org_id, skill_id, version, title, description, definition, sha256, bytes, created_by)
            VALUES
              (:org, :skill, :version, :title, :description, :definition::jsonb, :sha256, :bytes,
               :user)
            """)
        .bind("org", caller.orgId().value())
        .bind("skill", skillId)
        .bind("version", version)
        .bind("title", PgText.clean(definition.title()))
        .bind("description", PgText.clean(definition.description()))
        .bind("definition", json.object(definition.definition()))
        .bind("sha256", content.sha256())
        .bind("bytes", content.bytes())
        .bind("user", caller.userId())
        .execute();
    files(handle, caller.orgId(), skillId, version, definition.files());
  }

  private static void files(
      Handle handle, OrgId orgId, UUID skillId, int version, List<BundleFile> files) {
    if (files.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO custom_skill_files (org_id, skill_id, version, path, content)
            VALUES (:org, :skill, :version, :path, :content)
            """);
    for (BundleFile file : files) {
      batch
          .bind("org", orgId.value())
          .bind("skill", skillId)
          .bind("version", version)
          .bind("path", PgText.clean(file.path()))
          .bind("content", file.content())
          .add();
    }
    batch.execute();
  }

  Optional<CustomSkillVersion> find(Handle handle, OrgId orgId, UUID skillId, int version) {
    return handle
        .createQuery(SELECT + "AND s.id = :skill AND v.version = :version")
        .bind("org", orgId.value())
        .bind("skill", skillId)
        .bind("version", version)
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  List<CustomSkillVersion> current(Handle handle, OrgId orgId) {
    return handle
        .createQuery(SELECT + "AND v.version = s.current_version ORDER BY s.name")
        .bind("org", orgId.value())
        .map((rs, ctx) -> map(rs))
        .list();
  }

  List<CustomSkillVersion> resolve(Handle handle, OrgId orgId, Collection<SkillName> names) {
    return handle
        .createQuery(
            SELECT
                + """
                AND (s.name = ANY (:current) AND v.version = s.current_version
                     OR s.name = ANY (:pinned) AND s.name || '@' || v.version = ANY (:exact))
                ORDER BY s.name, v.version
                """)
        .bind("org", orgId.value())
        .bindArray("current", String.class, names(names, false))
        .bindArray("pinned", String.class, names(names, true))
        .bindArray("exact", String.class, names.stream().map(SkillName::toString).toList())
        .map((rs, ctx) -> map(rs))
        .list();
  }

  private static List<String> names(Collection<SkillName> names, boolean pinned) {
    return names.stream()
        .filter(name -> (name.version() != null) == pinned)
        .map(name -> PgText.clean(name.name()))
        .toList();
  }

  Page<CustomSkillVersion> list(Handle handle, CustomSkill skill, PageRequest page) {
    Cursors.Key after = Cursors.read("skill_versions", page);
    List<CustomSkillVersion> found =
        handle
            .createQuery(
                SELECT
                    + """
                    AND s.id = :skill AND v.version < :before
                    ORDER BY v.version DESC LIMIT :limit
                    """)
            .bind("org", skill.orgId().value())
            .bind("skill", skill.id())
            .bind("before", after == null ? Long.MAX_VALUE : after.number())
            .bind("limit", Cursors.rows(page))
            .map((rs, ctx) -> map(rs))
            .list();
    return Cursors.page(
        "skill_versions",
        page,
        found,
        v -> new Cursors.Key(skill.id().toString(), Integer.toString(v.version())));
  }

  Optional<StoredSkill> load(Handle handle, OrgId orgId, String name, int version) {
    return handle
        .createQuery(WHOLE)
        .bind("org", orgId.value())
        .bind("name", PgText.clean(name))
        .bind("version", version)
        .map((rs, ctx) -> whole(handle, orgId, version, rs))
        .findOne();
  }

  private StoredSkill whole(Handle handle, OrgId orgId, int version, ResultSet rs)
      throws SQLException {
    UUID skillId = Columns.uuid(rs, "id");
    List<BundleFile> files =
        handle
            .createQuery(FILES)
            .bind("org", orgId.value())
            .bind("skill", skillId)
            .bind("version", version)
            .map((file, ctx) -> {
              String path = file.getString("path");
              return BundleFile.kept(
                  path, file.getInt("size"), () -> content(orgId, skillId, version, path));
            })
            .list();
    return new StoredSkill(
        orgId,
        rs.getString("kind"),
        version,
        new SkillDefinition(
            rs.getString("name"),
            rs.getString("title"),
            rs.getString("description"),
            json.object(rs.getString("definition")),
            files));
  }

  private byte[] content(OrgId orgId, UUID skillId, int version, String path) {
    return db.inOrg(
            orgId,
            handle ->
                handle
                    .createQuery(FILE)
                    .bind("org", orgId.value())
                    .bind("skill", skillId)
                    .bind("version", version)
                    .bind("path", path)
                    .mapTo(byte[].class)
                    .findOne())
        .orElseThrow(() -> PerdureException.notFound("skill_file", path));
  }

  private static CustomSkillVersion map(ResultSet rs) throws SQLException {
    return new CustomSkillVersion(
        new OrgId(Columns.uuid(rs, "org_id")),
        rs.getString("name"),
        rs.getString("kind"),
        rs.getInt("version"),
        rs.getBoolean("current"),
        rs.getString("title"),
        rs.getString("description"),
        rs.getString("sha256"),
        rs.getLong("bytes"),
        Columns.uuid(rs, "created_by"),
        Columns.instant(rs, "created_at"));
  }
}
