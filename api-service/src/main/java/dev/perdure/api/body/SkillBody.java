package dev.perdure.api.body;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.InstalledSkill.Source;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A skill with its tools, as the organization has it.
 *
 * @param id names it in routes and agents; its name
 * @param enabled whether agents can use it
 * @param configSchema JSON Schema of its settings; empty when it has none
 */
public record SkillBody(
    String id,
    String name,
    String version,
    String title,
    String description,
    String instructions,
    Source source,
    boolean enabled,
    HealthBody health,
    Map<String, Object> configSchema,
    List<SecretNeed> secrets,
    List<ToolBody> tools) {

  public SkillBody {
    secrets = List.copyOf(secrets);
    tools = List.copyOf(tools);
  }

  public static SkillBody of(InstalledSkill installed, SkillHealth health) {
    SkillDescriptor descriptor = installed.skill().descriptor();
    return new SkillBody(
        descriptor.name(),
        descriptor.name(),
        descriptor.version(),
        descriptor.title(),
        descriptor.description(),
        descriptor.instructions(),
        installed.source(),
        installed.enabled(),
        new HealthBody(health.state(), health.message()),
        descriptor.configSchema(),
        descriptor.secrets(),
        installed.skill().tools().stream().map(ToolBody::of).toList());
  }

  /**
   * Whether it would work.
   *
   * @param message what is missing and what to do; empty when all is well
   */
  public record HealthBody(SkillHealth.State state, String message) {}

  /**
   * A tool.
   *
   * @param inputSchema JSON Schema of its arguments
   * @param outputSchema JSON Schema of its answer, where that is JSON
   * @param effect what calling it twice would do
   * @param risk what approval policies go by
   * @param untrusted whether it answers with what others wrote
   * @param timeoutMs the most one attempt may take, in milliseconds
   * @param costMicros what a call costs, in millionths of a US dollar
   */
  public record ToolBody(
      String name,
      String description,
      Map<String, Object> inputSchema,
      @Nullable Map<String, Object> outputSchema,
      Effect effect,
      Risk risk,
      boolean untrusted,
      long timeoutMs,
      int maxAttempts,
      @Schema(description = "In millionths of a US dollar.") long costMicros) {

    static ToolBody of(Tool tool) {
      ToolDescriptor descriptor = tool.descriptor();
      return new ToolBody(
          descriptor.name(),
          descriptor.description(),
          descriptor.inputSchema(),
          descriptor.outputSchema(),
          descriptor.effect(),
          descriptor.risk(),
          descriptor.untrusted(),
          descriptor.timeout().toMillis(),
          descriptor.maxAttempts(),
          descriptor.costMicros());
    }
  }
}
