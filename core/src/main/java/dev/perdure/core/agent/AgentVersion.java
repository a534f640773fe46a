package dev.perdure.core.agent;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One immutable version of an agent. A run pins the version it started with.
 *
 * @param version counted from 1 within the agent
 * @param note why it was made
 */
public record AgentVersion(
    @JsonIgnore OrgId orgId,
    UUID agentId,
    int version,
    AgentConfig config,
    @Nullable String note,
    UUID createdBy,
    Instant createdAt) {}
