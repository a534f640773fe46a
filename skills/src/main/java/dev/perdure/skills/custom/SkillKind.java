package dev.perdure.skills.custom;

import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.StoredSkill;

/** One way to make a skill: a SKILL.md bundle, an MCP server, an OpenAPI document. */
public interface SkillKind {

  /** Its name in the API: {@code skill_md}, {@code mcp} or {@code openapi}. */
  String name();

  /**
   * Checks what somebody sent and makes of it what is kept: complete, so that {@link #open} needs
   * nothing from outside.
   *
   * @param context of the organization, with the secrets the draft names
   * @throws dev.perdure.core.error.PerdureException with {@code invalid_skill}, telling what is
   *     wrong and in which line; see {@link SkillFlaws}
   */
  SkillDefinition define(SkillDraft draft, SkillContext context);

  /** The skill, ready to be used. Quick, and without asking anybody: it is made at each step. */
  Skill open(StoredSkill stored);
}
