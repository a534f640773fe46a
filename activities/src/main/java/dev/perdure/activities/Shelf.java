package dev.perdure.activities;

import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which skills of a toolbox a model is shown only when it opens them. Tools are counted, for a
 * model chooses worse among many, and weighed, for it is sent all that is shown at every step: a
 * few tools with large schemas cost as much as many.
 *
 * @param many whether all skills have to be opened
 */
record Shelf(Toolbox toolbox, boolean many) {

  /** With more tools than this, an agent is shown none of a skill before it opens it. */
  static final int MANY = 40;

  /** The same, in bytes of names, descriptions and schemas: some 16,000 tokens at every step. */
  static final int MANY_BYTES = 64 * 1024;

  /** Of a skill with more tools than this, those are shown that it names when it opens it. */
  static final int LARGE = 20;

  /** The same, in bytes. */
  static final int LARGE_BYTES = 32 * 1024;

  static Shelf of(Toolbox toolbox) {
    List<Tool> shown =
        toolbox.skills().stream()
            .filter(skill -> !skill.skill().descriptor().onDemand())
            .flatMap(skill -> toolbox.tools().of(skill).stream())
            .toList();
    return new Shelf(toolbox, tooMany(shown, MANY, MANY_BYTES));
  }

  /** The skills that can be opened, whether they have been or not. */
  List<InstalledSkill> onDemand() {
    return toolbox.skills().stream().filter(this::onDemand).toList();
  }

  boolean onDemand(InstalledSkill skill) {
    return skill.skill().descriptor().onDemand() || (many && !tools(skill).isEmpty());
  }

  /** The tools that opening a skill makes available. */
  List<Tool> tools(InstalledSkill skill) {
    return toolbox.tools().of(skill);
  }

  /** Whether a skill's tools are too many to be all shown when it is opened. One never is. */
  boolean large(InstalledSkill skill) {
    List<Tool> tools = tools(skill);
    return tools.size() > 1 && tooMany(tools, LARGE, LARGE_BYTES);
  }

  private static boolean tooMany(List<Tool> tools, int most, int mostBytes) {
    if (tools.size() > most) {
      return true;
    }
    int bytes = 0;
    for (Tool tool : tools) {
      bytes += bytes(tool.descriptor());
    }
    return bytes > mostBytes;
  }

  private static int bytes(ToolDescriptor tool) {
    String schema = Arguments.write(tool.inputSchema());
    return (tool.name() + tool.description() + schema).getBytes(StandardCharsets.UTF_8).length;
  }

  /** What opening a skill shows. */
  String shown(InstalledSkill skill) {
    StringBuilder text = new StringBuilder("# ").append(skill.skill().descriptor().title());
    String instructions = skill.skill().descriptor().instructions().strip();
    if (!instructions.isEmpty()) {
      text.append("\n\n").append(instructions);
    }
    List<Tool> tools = tools(skill);
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
