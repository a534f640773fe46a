package dev.perdure.skills.custom;

import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.custom.SkillContent;

/**
 * A draft that was found good.
 *
 * @param content what is to be kept
 * @param skill the same, opened
 */
public record CheckedSkill(SkillContent content, Skill skill) {}
