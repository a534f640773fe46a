package dev.perdure.skills.custom;

import dev.perdure.core.skill.custom.SkillContent;

/**
 * What a skill would be made of now.
 *
 * @param content to be kept when somebody accepts it; what is kept already where nothing changed
 * @param change how it differs
 */
public record SkillNews(SkillContent content, SkillChange change) {}
