package dev.perdure.api.body;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.AgentConfig;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An agent.
 *
 * @param currentVersion the version a run gets when it names none
 * @param config of the current version; absent in lists
 */
public record AgentBody(
    UUID id,
    String name,
    @Nullable String description,
    int currentVersion,
    int latestVersion,
    @Nullable AgentConfigBody config,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant archivedAt) {

  /** An agent in a list. */
  public static AgentBody of(Agent agent) {
    return body(agent, null);
  }

  /** An agent with the configuration of its current version. */
  public static AgentBody of(Agent agent, AgentConfig config) {
    return body(agent, AgentConfigBody.of(config));
  }

  private static AgentBody body(Agent agent, @Nullable AgentConfigBody config) {
    return new AgentBody(
        agent.id(),
        agent.name(),
        agent.description(),
        agent.currentVersion(),
        agent.latestVersion(),
        config,
        agent.createdAt(),
        agent.updatedAt(),
        agent.archivedAt());
  }
}
