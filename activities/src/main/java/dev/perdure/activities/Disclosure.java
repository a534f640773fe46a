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
 *
 * @param onDemand the skills that can be opened, whether they have been or not
 * @param hidden the tools that are not shown yet
 */
record Disclosure(List<InstalledSkill> onDemand, Set<String> hidden) {

  /** Reads the transcript only where there is something to open. */
  static Disclosure of(Toolbox toolbox, List<Message> transcript) {
    Shelf shelf = Shelf.of(toolbox);
    List<InstalledSkill> onDemand = shelf.onDemand();
    Set<String> hidden = new HashSet<>();
    if (!onDemand.isEmpty()) {
      Map<String, Set<String>> opened = opened(transcript);
      onDemand.forEach(skill -> hide(hidden, shelf, skill, opened));
    }
    return new Disclosure(onDemand, hidden);
  }

  private static Map<String, Set<String>> opened(List<Message> transcript) {
    Map<String, Set<String>> opened = new HashMap<>();
    transcript.stream()
        .flatMap(message -> message.content().stream())
        .forEach(part -> {
          if (part instanceof ToolCall call && call.name().equals(StepTools.OPEN_SKILL)) {
            Arguments.read(call.arguments()).ifPresent(arguments -> open(opened, arguments));
          }
        });
    return opened;
  }

  private static void open(Map<String, Set<String>> opened, JsonNode arguments) {
    Set<String> tools =
        opened.computeIfAbsent(arguments.path(StepTools.SKILL).asText(), _ -> new HashSet<>());
    arguments.path(StepTools.TOOLS).forEach(tool -> tools.add(tool.asText()));
  }

  private static void hide(
      Set<String> hidden, Shelf shelf, InstalledSkill skill, Map<String, Set<String>> opened) {
    Set<String> named = opened.get(skill.name());
    if (named != null && !shelf.large(skill)) {
      return;
    }
    shelf.tools(skill).stream()
        .map(Tool::descriptor)
        .map(ToolDescriptor::name)
        .filter(tool -> named == null || !named.contains(tool))
        .forEach(hidden::add);
  }

  /** Whether a tool is offered; the orchestrator's own always are, but for opening nothing. */
  boolean shows(ToolDescriptor tool) {
    return tool.name().equals(StepTools.OPEN_SKILL)
        ? !onDemand.isEmpty()
        : !hidden.contains(tool.name());
  }

  /** What a model is told of the skills it can open; empty when there are none. */
  String instructions() {
    if (onDemand.isEmpty()) {
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
    onDemand.forEach(skill -> lines.add("- " + skill.name() + ": " + about(skill)));
    return String.join("\n", lines);
  }

  private static String about(InstalledSkill skill) {
    return skill.skill().descriptor().description().strip().replaceAll("\\s+", " ");
  }
}
