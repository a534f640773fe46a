package dev.perdure.activities;

import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.skill.custom.SkillContent;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.skills.custom.SkillDraft;
import dev.perdure.skills.custom.SkillKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A kind of skill that an organization makes, of one tool that does nothing but be noticed. */
final class LabKind implements SkillKind {

  /** What was called, as {@code skill@version/tool}, and what was undone, likewise. */
  final List<String> called = new CopyOnWriteArrayList<>();

  final List<String> undone = new CopyOnWriteArrayList<>();

  /** Whether its skills know their tools. */
  volatile boolean ready = true;

  @Override
  public String name() {
    return "lab_kind";
  }

  /**
   * What is kept of one with a tool.
   *
   * @param argument what the tool requires
   */
  static SkillContent content(
      String skill, String tool, Effect effect, Risk risk, String argument) {
    return new SkillContent(
        "lab_kind",
        new SkillDefinition(
            skill,
            skill,
            "For tests",
            Map.of(
                "tool",
                tool,
                "effect",
                effect.name(),
                "risk",
                risk.wireName(),
                "argument",
                argument),
            List.of()),
        UUID.randomUUID().toString(),
        10);
  }

  @Override
  public SkillDefinition define(SkillDraft draft, SkillContext context) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Skill open(StoredSkill stored) {
    Map<String, Object> is = stored.definition().definition();
    String argument = String.valueOf(is.get("argument"));
    ToolDescriptor tool =
        new ToolDescriptor(
            String.valueOf(is.get("tool")),
            "Does something.",
            Map.of("type", "object", "required", List.of(argument)),
            Effect.valueOf(String.valueOf(is.get("effect"))),
            Duration.ofSeconds(1),
            3,
            Risk.of(String.valueOf(is.get("risk"))));
    String name = stored.definition().name();
    return new Made(
        new SkillDescriptor(name, String.valueOf(stored.version()), name, "For tests", ""),
        List.of(new Noticed(tool, name + "@" + stored.version() + "/" + tool.name())));
  }

  private final class Made implements Skill {

    private final SkillDescriptor descriptor;
    private final List<Tool> tools;

    Made(SkillDescriptor descriptor, List<Tool> tools) {
      this.descriptor = descriptor;
      this.tools = tools;
    }

    @Override
    public SkillDescriptor descriptor() {
      return descriptor;
    }

    @Override
    public List<Tool> tools() {
      return ready ? tools : List.of();
    }

    @Override
    public boolean ready() {
      return ready;
    }
  }

  private final class Noticed implements CompensableTool {

    private final ToolDescriptor descriptor;
    private final String whole;

    Noticed(ToolDescriptor descriptor, String whole) {
      this.descriptor = descriptor;
      this.whole = whole;
    }

    @Override
    public ToolDescriptor descriptor() {
      return descriptor;
    }

    @Override
    public ToolOutput call(ToolInvocation invocation) {
      called.add(whole);
      return ToolOutput.of("called " + whole);
    }

    @Override
    public void undo(ToolInvocation call, String result) {
      undone.add(whole + " " + result);
    }
  }
}
