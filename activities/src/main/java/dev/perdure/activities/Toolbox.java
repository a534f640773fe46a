package dev.perdure.activities;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.AgentVersion;
import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ToolSpec;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.PlannedTool;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The agent version a run pinned, and the tools it may call: those of its skills, those by which it
 * asks and delegates, and no others.
 *
 * @param tools of its skills
 * @param own the orchestrator's, by name
 */
record Toolbox(
    AgentVersion agent, List<InstalledSkill> skills, ToolSet tools, Map<String, Tool> own) {

  /** How deep runs may be nested: one with so many above it delegates no further. */
  static final int DEEPEST = 5;

  /** How many tools a model that guessed wrong is told of. */
  private static final int MOST_NAMED = 100;

  static Toolbox of(AgentVersion agent, List<InstalledSkill> skills) {
    Map<String, Tool> own = new LinkedHashMap<>();
    own(agent.config()).forEach(tool -> own.put(tool.descriptor().name(), tool));
    return new Toolbox(agent, skills, ToolSet.of(skills, own.keySet()), own);
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
    Tool mine = own.get(name);
    return mine == null ? tools.find(name).map(ToolSet.Owned::tool) : Optional.of(mine);
  }

  /** The skill a tool belongs to; empty for the orchestrator's own, and where there is none. */
  Optional<InstalledSkill> owner(String tool) {
    return tools.find(tool).map(ToolSet.Owned::skill);
  }

  /** What a call of this name means now. */
  PlannedTool planned(String name) {
    return own.containsKey(name)
        ? PlannedTool.OWN
        : tools
            .find(name)
            .map(owned -> PlannedTool.of(owned.skill(), owned.tool()))
            .orElse(PlannedTool.NONE);
  }

  /**
   * Makes sure that the skill of a planned call has told its tools, so that it can be known whether
   * they have changed.
   *
   * @throws PerdureException with {@code Unavailable}
   */
  void requireKnown(PlannedTool planned) {
    for (InstalledSkill skill : skills) {
      if (skill.owes(planned)) {
        throw new PerdureException(
            new PerdureError.Unavailable(
                "skill_unavailable",
                "The skill " + skill.name() + " has not told its tools yet. Try again shortly."));
      }
    }
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
    return Stream.concat(tools.tools().stream(), own.values().stream())
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
        Stream.concat(tools.tools().stream(), own.values().stream())
            .map(tool -> tool.descriptor().name())
            .filter(
                tool -> !tool.equals(StepTools.READ_ARTIFACT) && !tool.equals(StepTools.OPEN_SKILL))
            .toList();
    if (known.size() > MOST_NAMED) {
      known = new ArrayList<>(known.subList(0, MOST_NAMED));
      known.add("and more");
    }
    List<String> clash = tools.leftOut().get(name);
    return "There is no tool named \""
        + name
        + "\". "
        + (clash == null ? "" : clash(name, clash) + " ")
        + (known.isEmpty() ? "There are no tools." : "Tools: " + String.join(", ", known) + ".");
  }

  /** What a model is told of tools that are left out; empty when none are. */
  String clashes() {
    return tools.leftOut().entrySet().stream()
        .map(clash -> clash(clash.getKey(), clash.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private String clash(String name, List<String> skills) {
    String whose =
        find(name).isPresent()
            ? "is left out, for another tool has that name."
            : "are left out, for they have one name.";
    return "The tools named \"" + name + "\" of " + String.join(" and ", skills) + " " + whose;
  }
}
