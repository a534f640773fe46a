package dev.perdure.skills.custom;

import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.StoredSkill;

/** A kind whose skills are made of what somebody else may change: a server, a document. */
public interface RefreshableKind extends SkillKind {

  /**
   * Asks what the skill would be made of now; nothing is kept of the answer.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code Invalid} when nothing useful is
   *     answered
   */
  SkillDefinition refreshed(StoredSkill stored, SkillContext context);

  /** How what is there now differs from what was kept. */
  SkillChange compare(StoredSkill stored, SkillDefinition now);
}
