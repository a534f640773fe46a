package dev.perdure.api.body;

import dev.perdure.core.agent.AgentVersion;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One immutable version of an agent. */
public record AgentVersionBody(
    UUID agentId,
    int version,
    AgentConfigBody config,
    @Nullable String note,
    UUID createdBy,
    Instant createdAt) {

  public static AgentVersionBody of(AgentVersion version) {
    return new AgentVersionBody(
        version.agentId(),
        version.version(),
        AgentConfigBody.of(version.config()),
        version.note(),
        version.createdBy(),
        version.createdAt());
  }
}
