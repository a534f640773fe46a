package dev.perdure.api.body;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import java.util.List;
import java.util.Map;

/** A skill with its tools. */
public record SkillBody(
    String name,
    String version,
    String title,
    String description,
    String instructions,
    List<ToolBody> tools) {

  public SkillBody {
    tools = List.copyOf(tools);
  }

  public static SkillBody of(Skill skill) {
    SkillDescriptor descriptor = skill.descriptor();
    return new SkillBody(
        descriptor.name(),
        descriptor.version(),
        descriptor.title(),
        descriptor.description(),
        descriptor.instructions(),
        skill.tools().stream().map(ToolBody::of).toList());
  }

  /**
   * A tool.
   *
   * @param inputSchema JSON Schema of its arguments
   * @param effect what calling it twice would do
   * @param timeoutMs the most one attempt may take, in milliseconds
   */
  public record ToolBody(
      String name,
      String description,
      Map<String, Object> inputSchema,
      Effect effect,
      long timeoutMs,
      int maxAttempts) {

    static ToolBody of(Tool tool) {
      ToolDescriptor descriptor = tool.descriptor();
      return new ToolBody(
          descriptor.name(),
          descriptor.description(),
          descriptor.inputSchema(),
          descriptor.effect(),
          descriptor.timeout().toMillis(),
          descriptor.maxAttempts());
    }
  }
}
