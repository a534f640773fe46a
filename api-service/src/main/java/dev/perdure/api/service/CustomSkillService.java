package dev.perdure.api.service;

import dev.perdure.api.body.CreateSkill;
import dev.perdure.api.body.CreateSkillVersion;
import dev.perdure.api.body.RefreshSkill;
import dev.perdure.api.body.SkillChangesBody;
import dev.perdure.api.body.SkillContentBody;
import dev.perdure.api.body.SkillFileBody;
import dev.perdure.api.body.SkillVersionBody;
import dev.perdure.api.body.SkillVersionDetail;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundClients;
import dev.perdure.core.port.AuditLog;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.CustomSkillStore;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.SkillSettingsStore;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.skill.custom.CustomSkill;
import dev.perdure.core.skill.custom.CustomSkillVersion;
import dev.perdure.core.skill.custom.SkillContent;
import dev.perdure.core.skill.custom.SkillName;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import dev.perdure.skills.custom.CheckedSkill;
import dev.perdure.skills.custom.CustomSkills;
import dev.perdure.skills.custom.SkillDraft;
import dev.perdure.skills.custom.SkillNews;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The skills that organizations make. */
public final class CustomSkillService {

  private final SkillRegistry registry;
  private final CustomSkills skills;
  private final CustomSkillStore store;
  private final SkillSettingsStore settings;
  private final SkillSettingsChecks checks;
  private final OutboundClients outbound;
  private final AuditLog audit;

  public CustomSkillService(
      SkillRegistry registry,
      CustomSkills skills,
      CustomSkillStore store,
      SkillSettingsStore settings,
      SkillSettingsChecks checks,
      OutboundClients outbound,
      AuditLog audit) {
    this.registry = registry;
    this.skills = skills;
    this.store = store;
    this.settings = settings;
    this.checks = checks;
    this.outbound = outbound;
    this.audit = audit;
  }

  /** What would be made; nothing is kept. */
  public SkillContentBody check(Requester by, CreateSkill body) {
    CheckedSkill checked = checked(by, body);
    free(by.orgId(), checked.content().definition().name());
    return told(checked);
  }

  public Created<SkillVersionBody> create(
      Requester by, CreateSkill body, @Nullable Idempotency idempotency) {
    Optional<CustomSkillVersion> made = store.made(by.orgId(), idempotency);
    if (made.isPresent()) {
      return told(new Created<>(made.get(), true));
    }
    CheckedSkill checked = checked(by, body);
    installed(by.orgId(), checked.content().definition().name());
    Map<String, String> secrets =
        checks.secrets(by.orgId(), checked.skill().descriptor(), body.secrets());
    return told(store.create(by, checked.content(), secrets, idempotency));
  }

  /** What would be added; nothing is kept. */
  public SkillContentBody checkVersion(Requester by, String name, CreateSkillVersion body) {
    return told(checked(by, known(by.orgId(), name), body));
  }

  public Created<SkillVersionBody> addVersion(
      Requester by, String name, CreateSkillVersion body, @Nullable Idempotency idempotency) {
    CustomSkill skill = known(by.orgId(), name);
    Optional<CustomSkillVersion> made = store.made(by.orgId(), idempotency);
    if (made.isPresent()) {
      return told(new Created<>(made.get(), true));
    }
    CheckedSkill checked = checked(by, skill, body);
    return told(
        store.addVersion(
            by,
            checked.content(),
            body.expectedLatest(),
            body.promote() == null || body.promote(),
            idempotency));
  }

  public Page<SkillVersionBody> versions(Caller caller, String name, PageRequest page) {
    known(caller.orgId(), name);
    return store.versions(caller.orgId(), name, page).map(SkillVersionBody::of);
  }

  public SkillVersionDetail version(Caller caller, String name, int version) {
    OrgId orgId = caller.orgId();
    known(orgId, name);
    SkillName pinned = new SkillName(name, version);
    CustomSkillVersion found =
        store.resolve(orgId, List.of(pinned)).stream()
            .findFirst()
            .orElseThrow(() -> PerdureException.notFound("skill_version", pinned));
    StoredSkill stored =
        store
            .load(orgId, name, version)
            .orElseThrow(() -> PerdureException.notFound("skill_version", pinned));
    Skill skill = skills.open(found, stored);
    return new SkillVersionDetail(
        SkillVersionBody.of(found),
        SkillContentBody.of(stored.kind(), stored.definition(), skill, SkillFileBody::whole));
  }

  /** How what a skill is made of differs from its current version; nothing is kept. */
  public SkillChangesBody changes(Requester by, String name) {
    return SkillChangesBody.of(news(by, known(by.orgId(), name)));
  }

  /** Makes a version of what there is now, if it still is what somebody looked at. */
  public Created<SkillVersionBody> refresh(Requester by, String name, RefreshSkill body) {
    String accepted = Checks.required(body.sha256(), "/sha256");
    CustomSkill skill = known(by.orgId(), name);
    SkillContent now = news(by, skill).content();
    if (!now.sha256().equals(accepted)) {
      throw PerdureException.conflict(
          "skill_changed_again",
          "What " + name + " is made of has changed since. Look at the changes again.");
    }
    CustomSkillVersion current = current(by.orgId(), skill);
    return current.sha256().equals(accepted)
        ? told(new Created<>(current, true))
        : told(store.addVersion(by, now, skill.latestVersion(), true, null));
  }

  private SkillNews news(Requester by, CustomSkill skill) {
    OrgId orgId = by.orgId();
    StoredSkill stored =
        store
            .load(orgId, skill.name(), skill.currentVersion())
            .orElseThrow(() -> PerdureException.notFound("skill", skill.name()));
    SkillSettings set = settings.find(orgId, skill.name()).orElse(SkillSettings.DEFAULT);
    SecretAudit.require(by.caller(), set.secrets());
    return skills.news(
        stored, set, outbound.forOrg(orgId), new SecretAudit(audit, by, skill.name()));
  }

  private CustomSkillVersion current(OrgId orgId, CustomSkill skill) {
    return store
        .resolve(orgId, List.of(new SkillName(skill.name(), skill.currentVersion())))
        .stream()
        .findFirst()
        .orElseThrow(() -> PerdureException.notFound("skill", skill.name()));
  }

  public SkillVersionBody promote(Requester by, String name, int version) {
    known(by.orgId(), name);
    return told(store.setCurrent(by, name, version));
  }

  public void delete(Requester by, String name) {
    known(by.orgId(), name);
    store.delete(by, name);
  }

  private CheckedSkill checked(Requester by, CreateSkill body) {
    String kind = Checks.required(body.kind(), "/kind");
    SkillDraft draft = SkillDrafts.of(body.name(), body.settings(), body.files(), body.archive());
    return define(by, kind, draft, SkillSettings.DEFAULT, body.secrets());
  }

  private CheckedSkill checked(Requester by, CustomSkill skill, CreateSkillVersion body) {
    SkillDraft draft = SkillDrafts.of(skill.name(), body.settings(), body.files(), body.archive());
    SkillSettings set = settings.find(by.orgId(), skill.name()).orElse(SkillSettings.DEFAULT);
    return define(by, skill.kind(), draft, set, body.secrets());
  }

  private CheckedSkill define(
      Requester by,
      String kind,
      SkillDraft draft,
      SkillSettings set,
      @Nullable Map<String, @Nullable String> secrets) {
    Checks.noNul(kind, "/kind");
    OrgId orgId = by.orgId();
    Map<String, String> named = new TreeMap<>(set.secrets());
    named.putAll(checks.known(orgId, secrets));
    SecretAudit.require(by.caller(), named);
    return skills.define(
        orgId,
        kind,
        draft,
        new SkillSettings(true, set.config(), named),
        outbound.forOrg(orgId),
        new SecretAudit(audit, by, Objects.requireNonNullElse(draft.name(), "")));
  }

  /** Refuses a name that a skill of the installation has: that one would always be meant. */
  private void installed(OrgId orgId, String name) {
    if (registry.find(orgId, name).filter(skill -> !custom(skill)).isPresent()) {
      throw PerdureException.conflict(
          "skill_name_taken",
          "The installation has a skill \"" + name + "\". Choose another name.");
    }
  }

  private void free(OrgId orgId, String name) {
    installed(orgId, name);
    if (store.find(orgId, name).isPresent()) {
      throw PerdureException.conflict(
          "skill_name_taken",
          "There is a skill \""
              + name
              + "\" already. Add a version to it, or choose another name.");
    }
  }

  private CustomSkill known(OrgId orgId, String name) {
    return store
        .find(orgId, name)
        .orElseThrow(() ->
            registry.find(orgId, name).filter(skill -> !custom(skill)).isPresent()
                ? PerdureException.conflict(
                    "skill_not_custom",
                    "The skill " + name + " comes with the installation: it has no versions here.")
                : PerdureException.notFound("skill", name));
  }

  private static boolean custom(InstalledSkill skill) {
    return skill.source() == InstalledSkill.Source.CUSTOM;
  }

  private static SkillContentBody told(CheckedSkill checked) {
    return SkillContentBody.of(
        checked.content().kind(),
        checked.content().definition(),
        checked.skill(),
        SkillFileBody::named);
  }

  private Created<SkillVersionBody> told(Created<CustomSkillVersion> created) {
    return new Created<>(told(created.value()), created.replayed());
  }

  /** With the secrets that it can't do without and that nobody has named for it yet. */
  private SkillVersionBody told(CustomSkillVersion version) {
    Map<String, String> named =
        settings
            .find(version.orgId(), version.skill())
            .map(SkillSettings::secrets)
            .orElse(Map.of());
    List<String> missing =
        skills
            .named(version.orgId(), List.of(version.skill() + "@" + version.version()))
            .values()
            .stream()
            .flatMap(skill -> skill.descriptor().secrets().stream())
            .filter(need -> need.required() && !named.containsKey(need.name()))
            .map(SecretNeed::name)
            .toList();
    return SkillVersionBody.of(version, missing);
  }
}
