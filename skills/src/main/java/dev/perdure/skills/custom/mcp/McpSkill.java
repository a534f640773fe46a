package dev.perdure.skills.custom.mcp;

import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.Tool;
import dev.perdure.skills.custom.Strangers;
import java.util.List;

/** A skill whose tools are those of an MCP server, as they were accepted. */
final class McpSkill implements Skill {

  private final SkillDescriptor descriptor;
  private final McpDefinition.Settings settings;
  private final List<Tool> tools;

  McpSkill(String name, String version, McpDefinition definition, McpCalls calls) {
    this.settings = definition.settings();
    this.descriptor =
        new SkillDescriptor(
            name,
            version,
            Strangers.title(settings.title()),
            Strangers.line(settings.description()),
            settings.instructions(),
            java.util.Map.of(),
            settings.auth().secrets());
    this.tools =
        definition.tools().stream().<Tool>map(tool -> new McpTool(tool, settings, calls)).toList();
  }

  @Override
  public SkillDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }

  @Override
  public SkillHealth health(SkillContext context) {
    boolean ready =
        settings.auth().type() == McpAuth.Type.none
            || context.secret(settings.auth().secretName()).isPresent();
    return ready
        ? SkillHealth.OK
        : SkillHealth.notConfigured(
            "Name a secret for \""
                + settings.auth().secretName()
                + "\": the MCP server knows its callers by it.");
  }
}
