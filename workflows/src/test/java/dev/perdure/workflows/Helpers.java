package dev.perdure.workflows;

import dev.perdure.core.agent.OnExhausted;
import dev.perdure.core.agent.OnFailure;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepRef;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs of sub-agents, kept in memory. */
final class Helpers implements DelegateActivities {

  RunTerms terms = new RunTerms(1, 0, 0, OnFailure.WAIT, OnExhausted.WAIT, null, true);

  /** What comes instead of a child, if something does. */
  Function<StepRef, @Nullable Delegated> instead = call -> null;

  private final Map<String, RunRef> children = new ConcurrentHashMap<>();
  private final Map<UUID, String> names = new ConcurrentHashMap<>();
  private final Script script;

  Helpers(Script script) {
    this.script = script;
  }

  @Override
  public Delegated delegate(StepRef call) {
    script.note(call.run(), "delegate " + Script.place(call));
    Delegated other = instead.apply(call);
    if (other != null) {
      return other;
    }
    RunRef child =
        children.computeIfAbsent(
            name(call),
            _ -> new RunRef(call.run().orgId(), call.run().sessionId(), UUID.randomUUID()));
    names.put(child.runId(), name(call) + "> ");
    return new Delegated(child, UUID.randomUUID(), null);
  }

  @Override
  public ActResult conclude(StepRef call) {
    RunRef child = child(name(call));
    String status = script.ended(child.runId()).map(Helpers::status).orElse("lost");
    script.note(call.run(), "conclude " + Script.place(call) + " " + status);
    return ActResult.DONE;
  }

  /** The run that a call was delegated to, such as {@code 2.1} or {@code 2.1> 2.1}. */
  RunRef child(String call) {
    RunRef child = children.get(call);
    if (child == null) {
      throw new AssertionError("nothing was delegated at " + call);
    }
    return child;
  }

  boolean has(RunRef run) {
    return names.containsKey(run.runId());
  }

  String name(UUID run) {
    return names.getOrDefault(run, "");
  }

  private String name(StepRef call) {
    return name(call.run().runId()) + Script.place(call);
  }

  private static String status(Ending ending) {
    return ending.status().wireName();
  }
}
