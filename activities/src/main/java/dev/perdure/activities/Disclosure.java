package dev.perdure.activities;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which skills and tools a model is shown: of a few tools all, of many those it asked for. What it
 * asked for stands in its transcript, so that every step of every worker knows it.
 */
final class Disclosure {

  /** With more tools than this, an agent is shown none of a skill before it opens it. */
  static final int MANY = 40;

  /** Of a skill with more tools than this, those are shown that it names when it opens it. */
  static final int LARGE = 20;

  private final Toolbox toolbox;
  private final boolean many;
  private final Map<String, Set<String>> opened;

  private Disclosure(Toolbox toolbox, boolean many, Map<String, Set<String>> opened) {
    this.toolbox = toolbox;
    this.many = many;
    this.opened = opened;
  }

  static Disclosure of(Toolbox toolbox, List<Message> transcript) {
    int tools =
        toolbox.skills().stream()
            .filter(skill -> !skill.skill().descriptor().onDemand())
            .mapToInt(skill -> skill.skill().tools().size())
            .sum();
    Map<String, Set<String>> opened = new HashMap<>();
    transcript.stream()
        .flatMap(message -> message.content().stream())
        .forEach(part -> {
          if (part instanceof ToolCall call && call.name().equals(StepTools.OPEN_SKILL)) {
            Arguments.read(call.arguments()).ifPresent(arguments -> open(opened, arguments));
          }
        });
    return new Disclosure(toolbox, tools > MANY, opened);
  }

  private static void open(Map<String, Set<String>> opened, JsonNode arguments) {
    Set<String> tools =
        opened.computeIfAbsent(arguments.path(StepTools.SKILL).asText(), _ -> new HashSet<>());
    arguments.path(StepTools.TOOLS).forEach(tool -> tools.add(tool.asText()));
  }

  /** The skills that can be opened, whether they have been or not. */
  List<InstalledSkill> onDemand() {
    return toolbox.skills().stream().filter(this::onDemand).toList();
  }

  boolean onDemand(InstalledSkill skill) {
    return skill.skill().descriptor().onDemand() || (many && !skill.skill().tools().isEmpty());
  }

  /** Whether a tool is offered; the orchestrator's own always are, but for opening nothing. */
  boolean shows(ToolDescriptor tool) {
    if (tool.name().equals(StepTools.OPEN_SKILL)) {
      return !onDemand().isEmpty();
    }
    InstalledSkill skill = toolbox.owners().get(tool.name());
    if (skill == null || !onDemand(skill)) {
      return true;
    }
    Set<String> named = opened.get(skill.name());
    return named != null && (!large(skill) || named.contains(tool.name()));
  }

  static boolean large(InstalledSkill skill) {
    return skill.skill().tools().size() > LARGE;
  }

  /** What a model is told of the skills it can open; empty when there are none. */
  String instructions() {
    List<InstalledSkill> skills = onDemand();
    if (skills.isEmpty()) {
      return "";
    }
    List<String> lines = new ArrayList<>();
    lines.add("## Skills you can open");
    lines.add("");
    lines.add(
        "Each comes with instructions and tools, which you get by calling "
            + StepTools.OPEN_SKILL
            + ". Open the one you need before you do what it is for.");
    lines.add("");
    skills.forEach(skill -> lines.add("- " + skill.name() + ": " + about(skill)));
    return String.join("\n", lines);
  }

  private static String about(InstalledSkill skill) {
    return skill.skill().descriptor().description().strip().replaceAll("\\s+", " ");
  }

  /** What opening a skill shows. */
  static String shown(InstalledSkill skill) {
    StringBuilder text = new StringBuilder("# ").append(skill.skill().descriptor().title());
    String instructions = skill.skill().descriptor().instructions().strip();
    if (!instructions.isEmpty()) {
      text.append("\n\n").append(instructions);
    }
    List<Tool> tools = skill.skill().tools();
    if (!tools.isEmpty()) {
      text.append("\n\n")
          .append(
              large(skill)
                  ? "It has many tools. Open it again and name those you need in \"tools\":"
                  : "You can call these tools from now on:");
      tools.forEach(tool ->
          text.append("\n- ")
              .append(tool.descriptor().name())
              .append(": ")
              .append(firstLine(tool.descriptor().description())));
    }
    return text.toString();
  }

  private static String firstLine(String description) {
    String line = description.strip().lines().findFirst().orElse("");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
