package dev.perdure.core.skill.custom;

import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.UUID;

/**
 * A skill that an organization made.
 *
 * @param name unique in the organization; what agents name it by
 * @param kind {@code skill_md}, {@code mcp} or {@code openapi}
 * @param currentVersion the one that is meant where no version is named
 * @param latestVersion how many there have been
 */
public record CustomSkill(
    OrgId orgId,
    UUID id,
    String name,
    String kind,
    int currentVersion,
    int latestVersion,
    UUID createdBy,
    Instant createdAt,
    Instant updatedAt) {}
