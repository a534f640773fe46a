package dev.perdure.activities;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Skills that are not shown from the beginning: one that wants it so, one with too many tools. */
final class LabShelf {

  /** Says of itself that it is shown on demand. */
  static final Skill MANUAL =
      new Shelved(
          new SkillDescriptor(
                  "manual", "1", "Manual", "Turns the valve.", "Turn it clockwise, slowly.")
              .shownOnDemand(),
          List.of(tool("turn")));

  /** Has more tools than a model is shown at once. */
  static final Skill WAREHOUSE =
      new Shelved(
          new SkillDescriptor("warehouse", "1", "Warehouse", "Has a lot.", "Mind the forklift."),
          IntStream.rangeClosed(1, 45).mapToObj(n -> tool("shelf_" + n)).toList());

  /** Has a few tools, whose schemas are as large as those of many. */
  static final Skill HEAVY =
      new Shelved(
          new SkillDescriptor("heavy", "1", "Heavy", "Has large schemas.", ""),
          List.of(heavy("lift_1"), heavy("lift_2"), heavy("lift_3")));

  private LabShelf() {}

  private static Tool heavy(String name) {
    return new ShelvedTool(
        new ToolDescriptor(
            name,
            "Does " + name + ".",
            Map.of("type", "object", "description", "x".repeat(Shelf.MANY_BYTES / 3)),
            Effect.NONE,
            Duration.ofSeconds(1),
            1));
  }

  private static Tool tool(String name) {
    return new ShelvedTool(
        new ToolDescriptor(
            name,
            "Does " + name + ".\nAnd more than that.",
            Map.of("type", "object"),
            Effect.NONE,
            Duration.ofSeconds(1),
            1));
  }

  private record Shelved(SkillDescriptor descriptor, List<Tool> tools) implements Skill {}

  private record ShelvedTool(ToolDescriptor descriptor) implements Tool {
    @Override
    public ToolOutput call(ToolInvocation invocation) {
      return ToolOutput.of(descriptor.name() + " is done");
    }
  }
}
