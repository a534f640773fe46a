package dev.perdure.core.port;

import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.Optional;

/** What organizations set for skills. Each change is in the audit log. */
public interface SkillSettingsStore {

  /** By name of the skill; those nothing was set for are left out. */
  Map<String, SkillSettings> all(OrgId orgId);

  Optional<SkillSettings> find(OrgId orgId, String skill);

  /** Sets all of it, in place of what was set before. */
  void put(Actor actor, OrgId orgId, String skill, SkillSettings settings);

  /** No organization set anything. */
  static SkillSettingsStore none() {
    return new SkillSettingsStore() {
      @Override
      public Map<String, SkillSettings> all(OrgId orgId) {
        return Map.of();
      }

      @Override
      public Optional<SkillSettings> find(OrgId orgId, String skill) {
        return Optional.empty();
      }

      @Override
      public void put(Actor actor, OrgId orgId, String skill, SkillSettings settings) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
