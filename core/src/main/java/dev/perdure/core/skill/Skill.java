package dev.perdure.core.skill;

import java.util.List;

/** SPI: a bundle of tools with instructions. Found by {@link java.util.ServiceLoader}. */
public interface Skill {

  SkillDescriptor descriptor();

  /** Its tools; the same list each time. */
  List<Tool> tools();
}
