package dev.perdure.activities;

import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolOutput;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tool {@code open_skill}: shows the instructions of a skill, and its tools. */
final class SkillOpener {

  private SkillOpener() {}

  /** Opens; the arguments are valid. */
  static ToolOutput open(Toolbox toolbox, Map<String, Object> arguments) {
    String name = String.valueOf(arguments.get(StepTools.SKILL));
    Shelf shelf = Shelf.of(toolbox);
    List<InstalledSkill> skills = shelf.onDemand();
    return skills.stream()
        .filter(skill -> skill.name().equals(name))
        .findFirst()
        .map(skill -> open(shelf, skill, arguments.get(StepTools.TOOLS)))
        .orElseGet(() ->
            ToolOutput.failure(
                "There is no skill \""
                    + name
                    + "\" to open. There are: "
                    + skills.stream().map(InstalledSkill::name).collect(Collectors.joining(", "))
                    + "."));
  }

  private static ToolOutput open(Shelf shelf, InstalledSkill skill, @Nullable Object tools) {
    if (!(tools instanceof Collection<?> named) || named.isEmpty()) {
      return ToolOutput.of(shelf.shown(skill));
    }
    List<String> known =
        shelf.tools(skill).stream().map(Tool::descriptor).map(tool -> tool.name()).toList();
    List<String> strange =
        named.stream().map(String::valueOf).filter(tool -> !known.contains(tool)).toList();
    return strange.isEmpty()
        ? ToolOutput.of(
            "You can call these tools of " + skill.name() + " from now on: " + joined(named) + ".")
        : ToolOutput.failure(
            "The skill "
                + skill.name()
                + " has no "
                + joined(strange)
                + ". Open it without \"tools\" to see what it has.");
  }

  private static String joined(Collection<?> names) {
    return names.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
