package dev.perdure.core.skill;

import dev.perdure.core.tenant.OrgId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Knows the skills an organization can use. */
public interface SkillRegistry {

  /** All skills of the organization, by name. */
  List<Skill> list(OrgId orgId);

  /** One skill. */
  Optional<Skill> find(OrgId orgId, String name);

  /** The skills an agent named, in its order; names nobody knows are left out. */
  default List<Skill> select(OrgId orgId, Collection<String> names) {
    return names.stream().flatMap(name -> find(orgId, name).stream()).toList();
  }

  /** Reads and checks a call's arguments against the tool's schema. */
  ArgumentCheck check(Tool tool, String argumentsJson);
}
