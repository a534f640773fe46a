package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.CustomSkillStore;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.skill.custom.CustomSkill;
import dev.perdure.core.skill.custom.CustomSkillVersion;
import dev.perdure.core.skill.custom.SkillContent;
import dev.perdure.core.skill.custom.SkillName;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Custom skills; each method is one transaction, and what it changes is recorded in it. */
final class JdbiCustomSkillStore implements CustomSkillStore {

  private static final int AGENTS_TOLD = 10;

  private final Db db;
  private final CustomSkillRows rows = new CustomSkillRows();
  private final CustomSkillVersionRows versions;
  private final JdbiSkillSettingsStore settings;
  private final Supplier<UUID> ids;
  private final IdempotencyKeys keys;
  private final AuditRows audit;

  JdbiCustomSkillStore(
      Db db,
      Json json,
      Supplier<UUID> ids,
      IdempotencyKeys keys,
      AuditRows audit,
      JdbiSkillSettingsStore settings) {
    this.db = db;
    this.versions = new CustomSkillVersionRows(db, json);
    this.settings = settings;
    this.ids = ids;
    this.keys = keys;
    this.audit = audit;
  }

  @Override
  public Created<CustomSkillVersion> create(
      Requester by,
      SkillContent content,
      Map<String, String> secrets,
      @Nullable Idempotency idempotency) {
    UUID id = ids.get();
    OrgId orgId = by.orgId();
    return db.inOrg(
        orgId,
        handle -> {
          var made = keys.take(handle, orgId, idempotency, id);
          if (made.isPresent()) {
            return replayed(handle, orgId, made.get());
          }
          room(rows.lockUse(handle, orgId), content, 1);
          CustomSkill skill =
              rows.insert(handle, by.caller(), id, content)
                  .orElseThrow(() -> nameTaken(content.definition().name()));
          int version = skill.latestVersion();
          versions.insert(handle, by.caller(), skill.id(), version, content);
          if (!secrets.isEmpty()) {
            SkillSettings set = new SkillSettings(true, Map.of(), secrets);
            settings.put(handle, by.actor(), orgId, skill.name(), set);
          }
          record(handle, by, "create", null, skill, content.sha256());
          keys.made(handle, orgId, idempotency, new IdempotencyKeys.Made(skill.id(), version));
          return new Created<>(version(handle, skill, version), false);
        });
  }

  @Override
  public Created<CustomSkillVersion> addVersion(
      Requester by,
      SkillContent content,
      @Nullable Integer expectedLatest,
      boolean promote,
      @Nullable Idempotency idempotency) {
    OrgId orgId = by.orgId();
    return db.inOrg(
        orgId,
        handle -> {
          CustomSkillRows.Use use = rows.lockUse(handle, orgId);
          CustomSkill before = lock(handle, orgId, content.definition().name());
          var made = keys.take(handle, orgId, idempotency, before.id());
          if (made.isPresent()) {
            return replayed(handle, orgId, made.get());
          }
          fits(before, content, expectedLatest);
          room(use, content, 0);
          int version = before.latestVersion() + 1;
          versions.insert(handle, by.caller(), before.id(), version, content);
          rows.setVersions(handle, before, promote ? version : before.currentVersion(), version);
          CustomSkill after = lock(handle, orgId, before.name());
          record(handle, by, "update", before, after, content.sha256());
          keys.number(handle, orgId, idempotency, version);
          return new Created<>(version(handle, after, version), false);
        });
  }

  @Override
  public Optional<CustomSkillVersion> made(OrgId orgId, @Nullable Idempotency idempotency) {
    return idempotency == null
        ? Optional.empty()
        : db.inOrg(
            orgId,
            handle ->
                keys.known(handle, orgId, idempotency)
                    .map(made -> replayed(handle, orgId, made).value()));
  }

  @Override
  public Optional<CustomSkill> find(OrgId orgId, String name) {
    return db.inOrg(orgId, handle -> rows.find(handle, orgId, name));
  }

  @Override
  public List<CustomSkillVersion> current(OrgId orgId) {
    return db.inOrg(orgId, handle -> versions.current(handle, orgId));
  }

  @Override
  public List<CustomSkillVersion> resolve(OrgId orgId, Collection<SkillName> names) {
    return names.isEmpty()
        ? List.of()
        : db.inOrg(orgId, handle -> versions.resolve(handle, orgId, names));
  }

  @Override
  public Page<CustomSkillVersion> versions(OrgId orgId, String name, PageRequest page) {
    return db.inOrg(
        orgId,
        handle -> {
          CustomSkill skill = rows.find(handle, orgId, name).orElseThrow(() -> notFound(name));
          return versions.list(handle, skill, page);
        });
  }

  @Override
  public Optional<StoredSkill> load(OrgId orgId, String name, int version) {
    return db.inOrg(orgId, handle -> versions.load(handle, orgId, name, version));
  }

  @Override
  public CustomSkillVersion setCurrent(Requester by, String name, int version) {
    OrgId orgId = by.orgId();
    return db.inOrg(
        orgId,
        handle -> {
          CustomSkill before = lock(handle, orgId, name);
          CustomSkillVersion wanted = version(handle, before, version);
          rows.setVersions(handle, before, version, before.latestVersion());
          CustomSkill after = lock(handle, orgId, name);
          record(handle, by, "update", before, after, wanted.sha256());
          return version(handle, after, version);
        });
  }

  @Override
  public void delete(Requester by, String name) {
    OrgId orgId = by.orgId();
    db.inOrg(
        orgId,
        handle -> {
          CustomSkill skill = lock(handle, orgId, name);
          unused(handle, skill);
          rows.delete(handle, skill);
          audit.add(
              handle,
              orgId,
              by.actor().did("skill.delete", target(skill)).before(told(skill, null)));
          return skill;
        });
  }

  private void unused(Handle handle, CustomSkill skill) {
    List<String> agents = rows.agents(handle, skill, AGENTS_TOLD + 1);
    if (!agents.isEmpty()) {
      String named = String.join("\", \"", agents.subList(0, Math.min(AGENTS_TOLD, agents.size())));
      throw PerdureException.conflict(
          "skill_in_use",
          "The skill "
              + skill.name()
              + " is named by "
              + (agents.size() > AGENTS_TOLD ? "more than 10 agents, such as \"" : "agents: \"")
              + named
              + "\". Take it out of them first, and let their runs end.");
    }
  }

  private static void room(CustomSkillRows.Use use, SkillContent content, int more) {
    if (use.skills() + more > MOST) {
      throw PerdureException.conflict(
          "too_many_skills",
          "An organization may have " + MOST + " skills of its own. Delete one it needs no more.");
    }
    if (use.bytes() + content.bytes() > MOST_BYTES) {
      throw PerdureException.conflict(
          "skills_too_large",
          "An organization may keep "
              + MOST_BYTES
              + " bytes of skills, all versions counted. Delete one it needs no more.");
    }
  }

  private static void fits(
      CustomSkill skill, SkillContent content, @Nullable Integer expectedLatest) {
    if (!skill.kind().equals(content.kind())) {
      throw PerdureException.conflict(
          "skill_kind_differs",
          "The skill is of the kind " + skill.kind() + ", and stays of it. Make another skill.");
    }
    if (expectedLatest != null && expectedLatest != skill.latestVersion()) {
      throw PerdureException.conflict(
          "skill_version_conflict",
          "The latest version is " + skill.latestVersion() + ", not " + expectedLatest + ".");
    }
  }

  private Created<CustomSkillVersion> replayed(
      Handle handle, OrgId orgId, IdempotencyKeys.Made made) {
    int version = Objects.requireNonNull(made.number());
    return new Created<>(
        versions
            .find(handle, orgId, made.id(), version)
            .orElseThrow(() -> PerdureException.notFound("skill_version", version)),
        true);
  }

  private CustomSkillVersion version(Handle handle, CustomSkill skill, int version) {
    return versions
        .find(handle, skill.orgId(), skill.id(), version)
        .orElseThrow(
            () -> PerdureException.notFound("skill_version", skill.name() + "@" + version));
  }

  private CustomSkill lock(Handle handle, OrgId orgId, String name) {
    return rows.lock(handle, orgId, name).orElseThrow(() -> notFound(name));
  }

  private void record(
      Handle handle,
      Requester by,
      String verb,
      @Nullable CustomSkill before,
      CustomSkill after,
      String sha256) {
    audit.add(
        handle,
        by.orgId(),
        by.actor()
            .did("skill." + verb, target(after))
            .before(before == null ? null : told(before, null))
            .after(told(after, sha256)));
  }

  private static AuditEntry.Target target(CustomSkill skill) {
    return AuditEntry.Target.of("skill", skill.name());
  }

  /** What is in it is in its versions, which never change. */
  private static Map<String, Object> told(CustomSkill skill, @Nullable String sha256) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("kind", skill.kind());
    told.put("current_version", skill.currentVersion());
    told.put("latest_version", skill.latestVersion());
    if (sha256 != null) {
      told.put("sha256", sha256);
    }
    return told;
  }

  private static PerdureException notFound(String name) {
    return PerdureException.notFound("skill", name);
  }

  private static PerdureException nameTaken(String name) {
    return PerdureException.conflict(
        "skill_name_taken",
        "There is a skill \"" + name + "\" already. Add a version to it, or choose another name.");
  }
}
