package dev.perdure.activities;

import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A skill whose tools do what a test says: {@code probe} may be repeated, {@code fire} may not and
 * can be undone, {@code dig} may take long, {@code put} may be repeated under its key, {@code wipe}
 * is of high risk, {@code buy} costs something, {@code fetch} answers with what others wrote,
 * {@code count} says that it answers with a count.
 */
final class LabSkill implements Skill {

  static final Duration LIMIT = Duration.ofMillis(700);

  private static final Map<String, Object> COUNT =
      Map.of(
          "type", "object",
          "properties", Map.of("count", Map.of("type", "integer")),
          "required", List.of("count"));

  final List<ToolInvocation> invocations = new CopyOnWriteArrayList<>();
  final List<String> undone = new CopyOnWriteArrayList<>();
  Consumer<ToolInvocation> onUndo = call -> {};
  Function<ToolInvocation, ToolOutput> onCall =
      call -> ToolOutput.of("probed " + call.arguments().get("what"));

  @Override
  public SkillDescriptor descriptor() {
    return new SkillDescriptor("lab", "1", "Laboratory", "For tests", "Probe before you answer.");
  }

  @Override
  public List<Tool> tools() {
    return List.of(
        tool("probe", Effect.NONE, LIMIT),
        undoable("fire"),
        tool("dig", Effect.NONE, Duration.ofSeconds(40)),
        tool("put", Effect.IDEMPOTENT, LIMIT),
        new LabTool(describe("buy", Effect.NONE, LIMIT, Risk.LOW).costing(2_500)),
        new LabTool(describe("wipe", Effect.NONE, LIMIT, Risk.HIGH)),
        new LabTool(describe("count", Effect.NONE, LIMIT, Risk.LOW).answering(COUNT)),
        new LabTool(describe("fetch", Effect.NONE, LIMIT, Risk.LOW).untrusting()));
  }

  private Tool tool(String name, Effect effect, Duration limit) {
    return new LabTool(describe(name, effect, limit, Risk.LOW));
  }

  private Tool undoable(String name) {
    return new UndoableTool(describe(name, Effect.ONCE, LIMIT, Risk.MEDIUM));
  }

  private static ToolDescriptor describe(String name, Effect effect, Duration limit, Risk risk) {
    return new ToolDescriptor(
        name,
        "Does what a test says.",
        Map.of(
            "type", "object",
            "properties", Map.of("what", Map.of("type", "string")),
            "required", List.of("what")),
        effect,
        limit,
        3,
        risk);
  }

  private class LabTool implements Tool {

    private final ToolDescriptor descriptor;

    LabTool(ToolDescriptor descriptor) {
      this.descriptor = descriptor;
    }

    @Override
    public ToolDescriptor descriptor() {
      return descriptor;
    }

    @Override
    public ToolOutput call(ToolInvocation invocation) {
      invocations.add(invocation);
      return onCall.apply(invocation);
    }
  }

  private final class UndoableTool extends LabTool implements CompensableTool {

    UndoableTool(ToolDescriptor descriptor) {
      super(descriptor);
    }

    @Override
    public void undo(ToolInvocation call, String result) {
      undone.add(call.idempotencyKey() + " " + result);
      onUndo.accept(call);
    }
  }
}
