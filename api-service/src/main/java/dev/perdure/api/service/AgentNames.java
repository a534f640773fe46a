package dev.perdure.api.service;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.tenant.OrgId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the agent that a request names, by id or by name. */
final class AgentNames {

  private final AgentStore agents;

  AgentNames(AgentStore agents) {
    this.agents = agents;
  }

  /** The agent's id; null when the request names none. */
  @Nullable UUID resolve(OrgId orgId, @Nullable UUID id, @Nullable String name) {
    if (name == null) {
      return id;
    }
    if (id != null) {
      throw PerdureException.invalid(
          "agent_ambiguous", "Name the agent by agent_id or by agent, not by both.", "/agent");
    }
    return agents
        .findByName(orgId, name)
        .map(Agent::id)
        .orElseThrow(() -> PerdureException.notFound("agent", "\"" + name + "\""));
  }
}
