package dev.perdure.skills.custom;

import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.custom.CustomSkillVersion;
import java.util.List;

/**
 * A skill that is kept but can't be used.
 *
 * @param why for people: what is in the way and what to do
 */
public record UnavailableSkill(SkillDescriptor descriptor, String why) implements Skill {

  static UnavailableSkill of(CustomSkillVersion version, String why) {
    return new UnavailableSkill(
        new SkillDescriptor(
            version.skill(),
            String.valueOf(version.version()),
            version.title(),
            version.description(),
            ""),
        why);
  }

  @Override
  public List<Tool> tools() {
    return List.of();
  }

  @Override
  public SkillHealth health(SkillContext context) {
    return SkillHealth.unavailable(why);
  }
}
