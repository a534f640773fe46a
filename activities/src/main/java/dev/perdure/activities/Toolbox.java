package dev.perdure.activities;

import dev.perdure.core.agent.AgentVersion;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ToolSpec;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.step.Claim;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The agent version a run pinned, and the tools it may call: those of its skills and no others.
 *
 * @param tools by name; of two with one name the first skill's counts
 */
record Toolbox(AgentVersion agent, List<Skill> skills, Map<String, Tool> tools) {

  static Toolbox of(Claim.Claimed step, AgentStore agents, SkillRegistry registry) {
    var orgId = step.step().run().orgId();
    AgentVersion agent =
        agents
            .version(orgId, step.agentId(), step.agentVersion())
            .orElseThrow(() -> PerdureException.notFound("agent", step.agentId()));
    List<Skill> skills = registry.select(orgId, agent.config().skills());
    Map<String, Tool> tools = new LinkedHashMap<>();
    skills.stream()
        .flatMap(skill -> skill.tools().stream())
        .forEach(tool -> tools.putIfAbsent(tool.descriptor().name(), tool));
    return new Toolbox(agent, skills, tools);
  }

  Optional<Tool> find(String name) {
    return Optional.ofNullable(tools.get(name));
  }

  /** The tools as a model is offered them. */
  List<ToolSpec> specs() {
    return tools.values().stream()
        .map(Tool::descriptor)
        .map(tool -> new ToolSpec(tool.name(), tool.description(), tool.inputSchema()))
        .toList();
  }

  /** What a model that called a tool there is not is told. */
  String unknown(String name) {
    String known =
        tools.isEmpty()
            ? "There are no tools."
            : "Tools: " + String.join(", ", tools.keySet()) + ".";
    return "There is no tool named \"" + name + "\". " + known;
  }

  Optional<ToolDescriptor> descriptor(String name) {
    return find(name).map(Tool::descriptor);
  }
}
