package dev.perdure.skills.custom;

import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.StoredSkill;

/** A kind whose skills are made of what somebody else may change: a server, a document. */
public interface RefreshableKind extends SkillKind {

  /**
   * Asks what the skill would be made of now. Nothing is kept of the answer.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code Invalid} when nothing useful is
   *     answered
   */
  SkillChange compare(StoredSkill stored, SkillContext context);

  /** The same skill made anew of what there is now: somebody has looked at the change. */
  SkillDefinition refreshed(StoredSkill stored, SkillContext context);
}
