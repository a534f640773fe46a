package dev.perdure.skills.custom;

import dev.perdure.core.tenant.OrgId;

/**
 * A skill of an organization, as it was kept.
 *
 * @param kind the name of its {@link SkillKind}
 * @param version counted from 1
 */
public record StoredSkill(OrgId orgId, String kind, int version, SkillDefinition definition) {}
