package dev.perdure.api.service;

import dev.perdure.api.body.SubAgentBody;
import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.tenant.OrgId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads whom an agent may delegate to. An agent may name itself, or one that names it: how deep
 * runs delegate is bounded when they run.
 */
final class SubAgentChecks {

  private static final String FIELD = "/config/sub_agents";
  private static final int MOST = 32;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,50}");

  private final AgentStore agents;

  SubAgentChecks(AgentStore agents) {
    this.agents = agents;
  }

  List<SubAgent> subAgents(OrgId orgId, @Nullable List<SubAgentBody> bodies) {
    if (bodies == null) {
      return List.of();
    }
    if (bodies.size() > MOST) {
      throw Checks.invalid(FIELD, "may have 32 entries at most");
    }
    Set<String> names = new HashSet<>();
    List<SubAgent> read = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i++) {
      String field = FIELD + "/" + i;
      SubAgent subAgent = subAgent(orgId, Checks.required(bodies.get(i), field), field);
      if (!names.add(subAgent.name())) {
        throw Checks.invalid(field + "/name", "names a sub-agent a second time");
      }
      read.add(subAgent);
    }
    return read;
  }

  private SubAgent subAgent(OrgId orgId, SubAgentBody body, String field) {
    String name = Checks.required(body.name(), field + "/name");
    if (!NAME.matcher(name).matches()) {
      throw Checks.invalid(
          field + "/name", "must be 1 to 50 letters, digits, underscores and hyphens");
    }
    UUID agentId = agent(orgId, body, field);
    Integer version = body.version();
    if (version != null && agents.version(orgId, agentId, version).isEmpty()) {
      throw unknown("The agent has no version " + version + ".", field + "/version");
    }
    return new SubAgent(
        name,
        agentId,
        version,
        Checks.text(body.description(), field + "/description"),
        body.budget() == null ? null : BudgetChecks.budget(body.budget(), field + "/budget"));
  }

  private UUID agent(OrgId orgId, SubAgentBody body, String field) {
    UUID id = body.agentId();
    String name = body.agent();
    if (id != null && name != null) {
      throw PerdureException.invalid(
          "agent_ambiguous",
          "Name the sub-agent by agent_id or by agent, not by both.",
          field + "/agent");
    }
    if (name != null) {
      return usable(agents.findByName(orgId, name), "\"" + name + "\"", field + "/agent");
    }
    UUID given = Checks.required(id, field + "/agent_id");
    return usable(agents.get(orgId, given), given.toString(), field + "/agent_id");
  }

  private static UUID usable(Optional<Agent> agent, String named, String field) {
    return agent
        .filter(found -> found.archivedAt() == null)
        .map(Agent::id)
        .orElseThrow(() -> unknown("There is no agent " + named + " in use.", field));
  }

  private static PerdureException unknown(String message, String field) {
    return PerdureException.invalid("unknown_sub_agent", message, field);
  }
}
