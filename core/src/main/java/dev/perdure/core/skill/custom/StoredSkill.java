package dev.perdure.core.skill.custom;

import dev.perdure.core.tenant.OrgId;

/**
 * A skill of an organization, as it was kept.
 *
 * @param kind {@code skill_md}, {@code mcp} or {@code openapi}
 * @param version counted from 1
 */
public record StoredSkill(OrgId orgId, String kind, int version, SkillDefinition definition) {}
