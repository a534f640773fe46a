package dev.perdure.core.skill;

import java.util.List;

/** SPI: a bundle of tools with instructions. Found by {@link java.util.ServiceLoader}. */
public interface Skill {

  SkillDescriptor descriptor();

  /** Its tools; the same list each time, once it is {@link #ready}. */
  List<Tool> tools();

  /**
   * Whether it knows its tools. One whose tools are somebody else's may not, for a while after the
   * service has started: a planned call of it is not made until it does.
   */
  default boolean ready() {
    return true;
  }

  /**
   * Whether it would work for an organization. Quick, and without effects: it is asked for each
   * time somebody looks.
   */
  default SkillHealth health(SkillContext context) {
    return SkillHealth.OK;
  }
}
