package dev.perdure.activities;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.run.RunError;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.PlannedTool;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.PlannedCall.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What follows from a reply: calls with the limits of their tools, or the end. */
final class Plan {

  /** The most calls that are made in one step. */
  static final int MOST_CALLS = 64;

  /** For calls that no tool answers: there is nothing to wait for. */
  private static final Duration NO_TOOL = Duration.ofSeconds(10);

  private static final int NO_TOOL_ATTEMPTS = 4;

  private final Toolbox toolbox;
  private final SkillRegistry skills;
  private final Loops loops;
  private final boolean truncated;
  private final Outside outside;
  private final List<PlannedCall> calls = new ArrayList<>();
  private final List<PlannedCall> delegations = new ArrayList<>();
  private final Map<Integer, ToolOutput> given = new HashMap<>();
  private final Map<Integer, PlannedTool> tools = new HashMap<>();
  private @Nullable RunError givenUp;

  private Plan(
      Toolbox toolbox, SkillRegistry skills, Loops loops, boolean truncated, Outside outside) {
    this.toolbox = toolbox;
    this.skills = skills;
    this.loops = loops;
    this.truncated = truncated;
    this.outside = outside;
  }

  /**
   * Plans the calls of a reply.
   *
   * @param truncated whether the reply ends where it does only because of its output limit
   * @param outside what the model had read from outside
   */
  static Plan of(
      List<ContentPart> content,
      Toolbox toolbox,
      SkillRegistry skills,
      Loops loops,
      boolean truncated,
      Outside outside) {
    Plan plan = new Plan(toolbox, skills, loops, truncated, outside);
    for (int i = 0; i < content.size(); i++) {
      if (content.get(i) instanceof ToolCall call) {
        plan.add(i, call);
      }
    }
    return plan;
  }

  /** Outcomes of calls that are not to be made, by place in the content. */
  Map<Integer, ToolOutput> given() {
    return given;
  }

  /** The tools that were meant, by place in the content. */
  Map<Integer, PlannedTool> tools() {
    return tools;
  }

  Decision decision() {
    RunError error = givenUp;
    if (error != null) {
      return new Decision.GiveUp(error);
    }
    if (delegations.isEmpty()) {
      return calls.isEmpty() ? new Decision.Respond() : new Decision.Act(calls);
    }
    return calls.isEmpty()
        ? new Decision.Delegate(delegations)
        : new Decision.ActAndDelegate(calls, delegations);
  }

  private void add(int place, ToolCall call) {
    Optional<ToolOutput> outcome = withoutCalling(call);
    outcome.ifPresent(output -> given.put(place, output));
    tools.put(place, toolbox.planned(call.name()));
    List<PlannedCall> list = toolbox.subAgent(call.name()).isPresent() ? delegations : calls;
    PlannedCall planned = planned(list.size() + 1, call);
    list.add(outcome.isPresent() ? planned : gated(planned, call));
    int times = loops.times(call);
    if (times >= Loops.STOPPED_AFTER) {
      givenUp = loop(call, times);
    }
  }

  private Optional<ToolOutput> withoutCalling(ToolCall call) {
    int times = loops.times(call);
    if (calls.size() + delegations.size() >= MOST_CALLS) {
      return Optional.of(
          ToolOutput.failure(
              "No more than "
                  + MOST_CALLS
                  + " calls are made at once, and this one came after them. Make it again if it is"
                  + " still needed."));
    }
    if (times >= Loops.TOLD_AFTER) {
      return Optional.of(Loops.notice(times));
    }
    if (truncated && Arguments.read(call.arguments()).isEmpty()) {
      return Optional.of(
          ToolOutput.failure(
              "Your reply reached its output limit while you wrote this call, so it was not made."
                  + " Make it again with less in it, or in several calls."));
    }
    return Optional.empty();
  }

  private PlannedCall planned(int place, ToolCall call) {
    return toolbox
        .find(call.name())
        .map(Tool::descriptor)
        .map(tool ->
            new PlannedCall(place, tool.name(), tool.effect(), tool.timeout(), tool.maxAttempts()))
        .orElseGet(
            () -> new PlannedCall(place, call.name(), Effect.NONE, NO_TOOL, NO_TOOL_ATTEMPTS));
  }

  private PlannedCall gated(PlannedCall planned, ToolCall call) {
    AgentConfig config = toolbox.config();
    return gate(config, call)
        .map(gate ->
            new PlannedCall(
                planned.call(),
                planned.tool(),
                planned.effect(),
                planned.timeout(),
                planned.maxAttempts(),
                gate,
                config.approvals().terms()))
        .orElse(planned);
  }

  private Optional<Gate> gate(AgentConfig config, ToolCall call) {
    Optional<Tool> tool = toolbox.find(call.name());
    if (tool.isEmpty()) {
      return Optional.empty();
    }
    if (config.askUser() && call.name().equals(StepTools.ASK_USER)) {
      // a question nobody can read is not asked: the model is told what is wrong with it
      return skills.check(tool.get(), call.arguments()) instanceof ArgumentCheck.Valid
          ? Optional.of(Gate.ANSWER)
          : Optional.empty();
    }
    ToolDescriptor descriptor = tool.get().descriptor();
    boolean asks = Approvals.needed(config.approvals(), descriptor, call.arguments(), outside);
    return asks ? Optional.of(Gate.APPROVAL) : Optional.empty();
  }

  private static RunError loop(ToolCall call, int times) {
    return new RunError(
        "run_loop",
        "The agent made the same call of "
            + call.name()
            + " "
            + times
            + " times without getting anywhere, though it was told so.",
        "Say in the agent's instructions what to do when the tool does not help, or try another"
            + " model.");
  }
}
