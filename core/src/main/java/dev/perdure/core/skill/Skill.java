package dev.perdure.core.skill;

import java.util.List;

/** SPI: a bundle of tools with instructions. Found by {@link java.util.ServiceLoader}. */
public interface Skill {

  SkillDescriptor descriptor();

  /** Its tools; the same list each time. */
  List<Tool> tools();

  /**
   * Whether it would work for an organization. Quick, and without effects: it is asked for each
   * time somebody looks.
   */
  default SkillHealth health(SkillContext context) {
    return SkillHealth.OK;
  }
}
