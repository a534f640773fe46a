package dev.perdure.core.skill;

import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.tenant.OrgId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Knows the skills an organization can use. */
public interface SkillRegistry {

  /** All skills of the organization, by name; those it switched off as well. */
  List<InstalledSkill> list(OrgId orgId);

  /** One skill. */
  Optional<InstalledSkill> find(OrgId orgId, String name);

  /**
   * The skills an agent named that are switched on, in its order; names nobody knows are left out.
   */
  List<InstalledSkill> select(OrgId orgId, Collection<String> names);

  /** What the skill works with for the organization. */
  SkillContext context(OrgId orgId, InstalledSkill skill, OutboundHttp http);

  /** Reads and checks a call's arguments against the tool's schema. */
  ArgumentCheck check(Tool tool, String argumentsJson);
}
