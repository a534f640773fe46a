package dev.perdure.skills.custom;

import dev.perdure.core.skill.Skill;
import dev.perdure.core.tenant.OrgId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The skills that organizations made, ready to be used; asked for at each step of a run. */
public interface OwnSkills {

  /** Nobody made any. */
  OwnSkills NONE =
      new OwnSkills() {
        @Override
        public List<Skill> current(OrgId orgId) {
          return List.of();
        }

        @Override
        public Map<String, Skill> named(OrgId orgId, Collection<String> names) {
          return Map.of();
        }
      };

  /** The current version of each skill of the organization; also those that can't be used. */
  List<Skill> current(OrgId orgId);

  /** Those of these skills that there are, by the names they were asked for by. */
  Map<String, Skill> named(OrgId orgId, Collection<String> names);
}
