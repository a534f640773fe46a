package dev.perdure.core.agent;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A named, versioned configuration.
 *
 * @param name unique within the organization among agents not archived
 * @param currentVersion the version a run gets when it names none; promote and roll back move it
 * @param latestVersion the highest version there is
 */
public record Agent(
    @JsonIgnore OrgId orgId,
    UUID id,
    String name,
    @Nullable String description,
    int currentVersion,
    int latestVersion,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant archivedAt) {}
