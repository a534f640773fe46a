package dev.perdure.testkit.plugin;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.LiveOutput.Channel;
import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolArtifact;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The skill {@code settled}: it has settings, asks for a secret, and costs something. {@code greet
 * {"name"}} greets with what was set, shows two pieces of live output, and makes an artifact.
 */
public final class SettledSkill implements Skill {

  /** What a call costs, in millionths of a US dollar. */
  public static final long COST = 1_500;

  private static final Map<String, Object> SETTINGS =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of("greeting", Map.of("type", "string", "minLength", 1)),
          "additionalProperties",
          false);

  private final List<Tool> tools = List.of(new GreetTool());

  @Override
  public SkillDescriptor descriptor() {
    return new SkillDescriptor(
        "settled",
        "1",
        "Settled",
        "Greets as the organization wants it.",
        "",
        SETTINGS,
        List.of(new SecretNeed("password", "Any text.", true)));
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }

  @Override
  public SkillHealth health(SkillContext context) {
    return context.secret("password").isPresent()
        ? SkillHealth.OK
        : SkillHealth.notConfigured("Name a secret for \"password\".");
  }

  private static final class GreetTool implements Tool {

    @Override
    public ToolDescriptor descriptor() {
      return new ToolDescriptor(
              "greet",
              "Greets somebody.",
              Map.of(
                  "type",
                  "object",
                  "properties",
                  Map.of("name", Map.of("type", "string")),
                  "required",
                  List.of("name"),
                  "additionalProperties",
                  false),
              Effect.NONE,
              Duration.ofSeconds(5),
              1)
          .costing(COST);
    }

    @Override
    public ToolOutput call(ToolInvocation call) {
      String greeting = (String) call.context().settings().getOrDefault("greeting", "Hello");
      int known = call.context().secret("password").map(String::length).orElse(0);
      String said = greeting + ", " + call.arguments().get("name") + "!";
      call.liveOutput().show(Channel.STDOUT, greeting);
      call.liveOutput().show(Channel.STDERR, "so far");
      return ToolOutput.of(said + " The password has " + known + " characters.")
          .withArtifact(new ToolArtifact("greeting.txt", "text/plain", said));
    }
  }
}
