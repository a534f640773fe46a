package dev.perdure.activities;

import static dev.perdure.activities.Bookkeeping.recorded;

import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.EffectStore.Undoing;
import dev.perdure.core.run.EffectEntry.Undo;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.workflows.UndoActivities;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Undoes effects by their tools' compensations. A compensation may be called again for the same
 * effect, so that an attempt whose record was lost is simply made anew.
 */
public final class UndoActivitiesImpl implements UndoActivities {

  private static final String BY_HAND = "What the call did has to be undone by hand.";

  private final Ports ports;
  private final Attempts attempts;
  private final Toolboxes toolboxes;

  public UndoActivitiesImpl(Ports ports, Heartbeats heartbeats) {
    this.ports = ports;
    this.attempts = new Attempts(heartbeats);
    this.toolboxes = new Toolboxes(ports);
  }

  @Override
  public List<StepRef> effectsToUndo(RunRef run) {
    return recorded(StepLog.of(run), () -> ports.effects().toUndo(run));
  }

  @Override
  public void undo(StepRef call) {
    attempts.run(
        call,
        stop -> {
          ports
              .effects()
              .undoing(call)
              .ifPresent(effect -> {
                awaitItsEnd(effect);
                undo(effect, stop);
              });
          return call;
        });
  }

  @Override
  public void giveUpUndoing(StepRef call, RunError error) {
    recorded(
        StepLog.of(call),
        () -> {
          record(call, Undo.FAILED, error.message());
          return call;
        });
  }

  /** A call left behind by its worker could take effect after it was undone. */
  private static void awaitItsEnd(Undoing effect) {
    if (effect.mayHappenFor().isPositive()) {
      throw PerdureException.toolRetryable(
          "effect_may_still_happen",
          "The call may still be under way; it is undone when it no longer can be.",
          effect.mayHappenFor(),
          null);
    }
  }

  private void undo(Undoing effect, StopSignal stop) {
    Optional<InstalledSkill> skill = skill(effect);
    if (skill.isEmpty()) {
      impossible(
          effect,
          "The skill that made the call is not there any more, or has no version of"
              + " then. "
              + BY_HAND);
    } else if (!skill.get().enabled()) {
      impossible(
          effect,
          "The skill "
              + skill.get().name()
              + " was switched off, and nothing of it is called, not to undo either. "
              + BY_HAND);
    } else {
      undo(effect, skill.get(), stop);
    }
  }

  private void undo(Undoing effect, InstalledSkill skill, StopSignal stop) {
    Optional<Tool> tool =
        skill.skill().tools().stream()
            .filter(known -> known.descriptor().name().equals(effect.tool()))
            .findFirst();
    if (tool.isEmpty()) {
      impossible(effect, "The tool " + effect.tool() + " is not there any more. " + BY_HAND);
    } else if (tool.get() instanceof CompensableTool compensable) {
      switch (ports.skills().check(compensable, effect.arguments())) {
        case ArgumentCheck.Invalid _ ->
            impossible(effect, "The tool does not take the arguments any more. " + BY_HAND);
        case ArgumentCheck.Valid valid -> undo(effect, skill, compensable, valid, stop);
      }
    } else {
      impossible(effect, "The tool " + effect.tool() + " can't undo what it does.");
    }
  }

  /** The skill whose tool was called, in the version of then where that is still kept. */
  private Optional<InstalledSkill> skill(Undoing effect) {
    OrgId orgId = effect.call().run().orgId();
    String pinned = effect.skill();
    return pinned != null
        ? ports.skills().find(orgId, pinned)
        // of before it was kept: the agent's, which is what was called then
        : toolboxes.of(orgId, effect.agentId(), effect.agentVersion()).owner(effect.tool());
  }

  private void undo(
      Undoing effect,
      InstalledSkill skill,
      CompensableTool tool,
      ArgumentCheck.Valid arguments,
      StopSignal stop) {
    String stepId = effect.call().stepId();
    ports.checkpoints().reached(Point.BEFORE_TOOL_CALL, stepId);
    ToolRunner.End<StepRef> end =
        ToolRunner.run(
            tool.descriptor(),
            toolStop -> {
              tool.undo(
                  ports.invocation(effect.call(), skill, arguments.arguments(), toolStop),
                  effect.result());
              return effect.call();
            },
            stop,
            _ -> {});
    switch (end) {
      case ToolRunner.End.Returned<StepRef> _ -> {
        ports.checkpoints().reached(Point.AFTER_TOOL_CALL, stepId);
        Insistence.on(() -> record(effect.call(), Undo.UNDONE, null), stop);
      }
      case ToolRunner.End.Failed<StepRef> failed -> failed(effect, failed.failure(), stop);
      case ToolRunner.End.Lost<StepRef> lost -> failed(effect, lost.failure(), stop);
    }
  }

  private void failed(Undoing effect, PerdureException failure, StopSignal stop) {
    if (failure.error().code().equals(CompensableTool.PARTLY_UNDONE)) {
      Insistence.on(() -> record(effect.call(), Undo.PARTLY, failure.error().message()), stop);
      return;
    }
    stop.throwIfRequested();
    if (failure.error().retryable() || failure.error().code().equals("tool_timed_out")) {
      throw PerdureException.toolRetryable(
          failure.error().code(), failure.error().message(), null, failure);
    }
    record(effect.call(), Undo.FAILED, failure.error().message());
  }

  private void impossible(Undoing effect, String why) {
    record(effect.call(), Undo.IMPOSSIBLE, why);
  }

  private StepRef record(StepRef call, Undo undo, @Nullable String message) {
    ports.live().events(ports.effects().undone(call, undo, message));
    return call;
  }
}
