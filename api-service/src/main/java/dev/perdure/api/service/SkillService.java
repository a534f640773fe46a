package dev.perdure.api.service;

import dev.perdure.api.body.PutSkillSettings;
import dev.perdure.api.body.SkillBody;
import dev.perdure.api.body.SkillSettingsBody;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundClients;
import dev.perdure.core.port.SkillSettingsStore;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The skills an organization can use, and what it set for them. */
public final class SkillService {

  private static final Logger log = LoggerFactory.getLogger(SkillService.class);

  private final SkillRegistry skills;
  private final SkillSettingsStore settings;
  private final SkillSettingsChecks checks;
  private final OutboundClients outbound;

  public SkillService(
      SkillRegistry skills,
      SkillSettingsStore settings,
      SkillSettingsChecks checks,
      OutboundClients outbound) {
    this.skills = skills;
    this.settings = settings;
    this.checks = checks;
    this.outbound = outbound;
  }

  public List<SkillBody> list(Caller caller) {
    return skills.list(caller.orgId()).stream()
        .map(skill -> SkillBody.of(skill, health(caller.orgId(), skill)))
        .toList();
  }

  public SkillBody get(Caller caller, String name) {
    InstalledSkill skill = known(caller.orgId(), name);
    return SkillBody.of(skill, health(caller.orgId(), skill));
  }

  public SkillSettingsBody settings(Caller caller, String name) {
    return SkillSettingsBody.of(known(caller.orgId(), name).settings());
  }

  /** Sets all of it, in place of what was set before. */
  public SkillSettingsBody configure(
      Caller caller, Actor actor, String name, PutSkillSettings body) {
    InstalledSkill skill = known(caller.orgId(), name);
    if (!skill.name().equals(name)) {
      throw Checks.invalid("id", "must name the skill, for settings are those of all its versions");
    }
    SkillSettings wanted = checks.settings(caller.orgId(), skill.skill().descriptor(), body);
    SecretAudit.require(caller, wanted.secrets());
    settings.put(actor, caller.orgId(), name, wanted);
    return SkillSettingsBody.of(wanted);
  }

  private InstalledSkill known(OrgId orgId, String name) {
    return skills.find(orgId, name).orElseThrow(() -> PerdureException.notFound("skill", name));
  }

  /** A skill that breaks down when it is asked does not take the list with it. */
  private SkillHealth health(OrgId orgId, InstalledSkill skill) {
    Optional<String> gone = checks.gone(orgId, skill.settings());
    if (gone.isPresent()) {
      return SkillHealth.notConfigured(
          "The secret " + gone.get() + " was deleted. Name another in the settings.");
    }
    try {
      return skill.skill().health(skills.context(orgId, skill, outbound.forOrg(orgId)));
    } catch (RuntimeException e) {
      log.warn("skill {} could not tell its health, org_id={}", skill.name(), orgId, e);
      return SkillHealth.unavailable("It could not tell how it is.");
    }
  }
}
