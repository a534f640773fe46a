package dev.perdure.activities;

import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.EffectEntry.Status;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.PlannedTool;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes one claimed tool call. Whatever is wrong with the call itself is told to the model, which
 * can mend it; what may pass is thrown, to be tried again.
 */
final class ToolCalling {

  /** The code of calls that were not made because their tool is not what it was. */
  private static final String TOOL_CHANGED = "tool_changed";

  private final Ports ports;
  private final Ledger ledger;
  private final ArtifactReader artifacts;
  private final Ticker ticker;
  private final Toolboxes toolboxes;

  ToolCalling(Ports ports, Ticker ticker) {
    this.ports = ports;
    this.ticker = ticker;
    this.toolboxes = new Toolboxes(ports);
    this.ledger = new Ledger(ports.effects(), ports.live(), ports.checkpoints());
    this.artifacts = new ArtifactReader(ports.artifacts(), ports.transcripts());
  }

  /** What it came to; empty when it had to happen once, and nobody knows whether it did. */
  Optional<CallOutcome> call(Claim.Claimed step, StopSignal stop) {
    ToolCall call = Objects.requireNonNull(step.toolCall(), "a claim without its call");
    Toolbox toolbox = toolboxes.of(step);
    Optional<Tool> tool = toolbox.find(call.name());
    PlannedTool planned = step.planned();
    if (planned != null && !planned.equals(toolbox.planned(call.name()))) {
      toolbox.requireKnown(planned);
      return changed(step, call.name(), toolbox);
    }
    if (tool.isEmpty()) {
      return told(step, call.name(), ToolOutput.failure(toolbox.unknown(call.name())));
    }
    return switch (ports.skills().check(tool.get(), call.arguments())) {
      case ArgumentCheck.Invalid invalid ->
          told(step, call.name(), ToolOutput.failure(problems(call, invalid)));
      case ArgumentCheck.Valid valid when call.name().equals(StepTools.OPEN_SKILL) ->
          told(step, call.name(), SkillOpener.open(toolbox, valid.arguments()));
      case ArgumentCheck.Valid valid when call.name().equals(StepTools.READ_ARTIFACT) ->
          // nobody notes of a part of an artifact where it came from: what the thread is, it is
          told(step, call.name(), artifacts.read(step, valid.arguments()))
              .map(outcome -> outcome.from(step.facts().untrustedFrom()));
      case ArgumentCheck.Valid valid -> {
        InstalledSkill skill =
            toolbox
                .owner(call.name())
                .orElseThrow(() -> new IllegalStateException("a call nobody but a person answers"));
        yield call(step, skill, tool.get(), valid.arguments(), stop);
      }
    };
  }

  /** A result that can't be committed any more: what happened once must not be forgotten. */
  void refused(Claim.Claimed step, CallOutcome outcome) {
    if (outcome.effect() == Status.COMMITTED && step.given() == null) {
      ledger.late(step, outcome.output());
    }
  }

  /**
   * The tool that was meant is gone, or another one now. What was decided about the call, its
   * approval too, was decided about what is no more, so that the model has to look at it again.
   */
  private static Optional<CallOutcome> changed(Claim.Claimed step, String tool, Toolbox toolbox) {
    String now =
        toolbox.find(tool).isEmpty()
            ? toolbox.unknown(tool)
            : "Look at the tool as it is now, and call it again if that is still what you want.";
    String done =
        step.begun()
            ? "An earlier attempt of the call may have taken effect; it was not made again. "
            : "The call was not made, and nothing happened. ";
    ToolOutput told =
        ToolOutput.failure(
            TOOL_CHANGED
                + ": The tool "
                + tool
                + " is not the one that you called: it, its skill or its settings have changed"
                + " since. "
                + done
                + now);
    return Optional.of(
        Results.outcome(step.step(), tool, told, Status.UNKNOWN).because(TOOL_CHANGED));
  }

  static String problems(ToolCall call, ArgumentCheck.Invalid invalid) {
    return "The arguments of "
        + call.name()
        + " are not valid: "
        + String.join("; ", invalid.problems());
  }

  private static Optional<CallOutcome> told(Claim.Claimed step, String tool, ToolOutput output) {
    return Optional.of(Results.outcome(step.step(), tool, output, Status.NOT_DONE));
  }

  private Optional<CallOutcome> call(
      Claim.Claimed step,
      InstalledSkill skill,
      Tool tool,
      Map<String, Object> arguments,
      StopSignal stop) {
    boolean once = tool.descriptor().effect() == Effect.ONCE;
    long cost = tool.costMicros(ports.settled(step.step().run().orgId(), skill));
    ledger.begin(step, tool, skill, cost, stop);
    ToolRunner.End<ToolOutput> end;
    try (ToolText shown = new ToolText(step, ports.live(), ticker)) {
      end =
          ToolRunner.run(
              tool.descriptor(),
              toolStop ->
                  tool.call(ports.invocation(step.step(), skill, arguments, toolStop).with(shown)),
              stop,
              late -> {
                if (once) {
                  ledger.late(step, late);
                }
              });
    }
    return switch (end) {
      case ToolRunner.End.Returned<ToolOutput> returned -> {
        ports.checkpoints().reached(Point.AFTER_TOOL_CALL, step.step().stepId());
        ToolOutput answer = Promised.held(ports.schemas(), tool.descriptor(), returned.value());
        yield outcome(step, tool, answer, Status.COMMITTED, cost);
      }
      case ToolRunner.End.Failed<ToolOutput> failed -> failed(step, tool, failed.failure(), stop);
      case ToolRunner.End.Lost<ToolOutput> lost when once -> {
        ledger.unknown(step, lost.failure().error().message(), stop);
        yield Optional.empty();
      }
      case ToolRunner.End.Lost<ToolOutput> lost ->
          tellOrThrow(step, tool, lost.failure(), Status.UNKNOWN, cost);
    };
  }

  private Optional<CallOutcome> failed(
      Claim.Claimed step, Tool tool, PerdureException failure, StopSignal stop) {
    boolean again = stop.requested() || failure.error().retryable();
    if (again && tool.descriptor().effect() != Effect.NONE) {
      ledger.notDone(step, stop);
    }
    stop.throwIfRequested();
    return tellOrThrow(step, tool, failure, Status.NOT_DONE, 0);
  }

  private static Optional<CallOutcome> tellOrThrow(
      Claim.Claimed step, Tool tool, PerdureException failure, Status effect, long cost) {
    if (failure.error().retryable()) {
      throw failure;
    }
    return outcome(step, tool, ToolOutput.failure(failure.error().message()), effect, cost);
  }

  private static Optional<CallOutcome> outcome(
      Claim.Claimed step, Tool tool, ToolOutput output, Status effect, long cost) {
    ToolDescriptor called = tool.descriptor();
    return Optional.of(
        Results.outcome(step.step(), called.name(), output, effect)
            .costing(cost)
            .from(called.untrusted() ? called.name() : null));
  }
}
