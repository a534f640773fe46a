package dev.perdure.activities;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.AgentVersion;
import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ToolSpec;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.step.Claim;
import dev.perdure.core.tenant.OrgId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The agent version a run pinned, and the tools it may call: those of its skills, those by which it
 * asks and delegates, and no others.
 *
 * @param tools by name; of two with one name the orchestrator's counts, then the first skill's
 * @param owners the skill of each tool that belongs to one
 */
record Toolbox(
    AgentVersion agent,
    List<InstalledSkill> skills,
    Map<String, Tool> tools,
    Map<String, InstalledSkill> owners) {

  /** How deep runs may be nested: one with so many above it delegates no further. */
  static final int DEEPEST = 5;

  /** How many tools a model that guessed wrong is told of. */
  private static final int MOST_NAMED = 100;

  static Toolbox of(Claim.Claimed step, Ports ports) {
    return of(
        step.step().run().orgId(),
        step.agentId(),
        step.agentVersion(),
        ports.agents(),
        ports.skills());
  }

  static Toolbox of(
      OrgId orgId, UUID agentId, int version, AgentStore agents, SkillRegistry registry) {
    AgentVersion agent =
        agents
            .version(orgId, agentId, version)
            .orElseThrow(() -> PerdureException.notFound("agent", agentId));
    List<InstalledSkill> skills = registry.select(orgId, agent.config().skills());
    Map<String, Tool> tools = new LinkedHashMap<>();
    Map<String, InstalledSkill> owners = new HashMap<>();
    for (InstalledSkill skill : skills) {
      for (Tool tool : skill.skill().tools()) {
        if (tools.putIfAbsent(tool.descriptor().name(), tool) == null) {
          owners.put(tool.descriptor().name(), skill);
        }
      }
    }
    for (Tool tool : own(agent.config())) {
      tools.put(tool.descriptor().name(), tool);
      owners.remove(tool.descriptor().name());
    }
    return new Toolbox(agent, skills, tools, owners);
  }

  /** The tools by which it asks, reads on, and delegates. */
  private static List<Tool> own(AgentConfig config) {
    List<Tool> own = new ArrayList<>();
    if (config.askUser()) {
      own.add(StepTools.ASK);
    }
    config.subAgents().forEach(subAgent -> own.add(StepTools.delegating(subAgent)));
    own.add(StepTools.OPEN);
    own.add(StepTools.READ); // last: it comes and goes, and what is before it can be cached
    return own;
  }

  AgentConfig config() {
    return agent.config();
  }

  Optional<Tool> find(String name) {
    return Optional.ofNullable(tools.get(name));
  }

  /** The skill a tool belongs to. */
  InstalledSkill owner(Tool tool) {
    return Objects.requireNonNull(
        owners.get(tool.descriptor().name()), "the orchestrator's own tool is nobody's");
  }

  /** Whom a tool delegates to; empty for all other tools. */
  Optional<SubAgent> subAgent(String tool) {
    return config().subAgents().stream()
        .filter(subAgent -> subAgent.toolName().equals(tool))
        .findFirst();
  }

  /**
   * The tools as a model is offered them.
   *
   * @param depth how many runs are above the one that asks
   * @param artifacts whether there are any to read
   */
  List<ToolSpec> specs(int depth, boolean artifacts, Disclosure disclosure) {
    return tools.values().stream()
        .map(Tool::descriptor)
        .filter(disclosure::shows)
        .filter(tool -> artifacts || !tool.name().equals(StepTools.READ_ARTIFACT))
        .filter(tool -> depth < DEEPEST || subAgent(tool.name()).isEmpty())
        .map(tool -> new ToolSpec(tool.name(), tool.description(), tool.inputSchema()))
        .toList();
  }

  /** What a model that called a tool there is not is told. */
  String unknown(String name) {
    List<String> known =
        tools.keySet().stream()
            .filter(
                tool -> !tool.equals(StepTools.READ_ARTIFACT) && !tool.equals(StepTools.OPEN_SKILL))
            .toList();
    if (known.size() > MOST_NAMED) {
      known = new ArrayList<>(known.subList(0, MOST_NAMED));
      known.add("and more");
    }
    return "There is no tool named \""
        + name
        + "\". "
        + (known.isEmpty() ? "There are no tools." : "Tools: " + String.join(", ", known) + ".");
  }
}
