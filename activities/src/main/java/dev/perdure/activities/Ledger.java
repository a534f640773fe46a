package dev.perdure.activities;

import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.core.port.EffectStore;
import dev.perdure.core.port.EffectStore.Intent;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import java.time.Duration;

/** Writes down what a call is about to do before it does it, and what nobody knows afterwards. */
final class Ledger {

  /** A call that must happen once begins this soon after its intent, or not at all. */
  static final Duration BEGINS_WITHIN = Duration.ofSeconds(10);

  private final EffectStore effects;
  private final LivePublisher live;
  private final Checkpoints checkpoints;

  Ledger(EffectStore effects, LivePublisher live, Checkpoints checkpoints) {
    this.effects = effects;
    this.live = live;
    this.checkpoints = checkpoints;
  }

  /**
   * Commits the intent to make a call, and lets it begin. A process that stood still in between
   * must not make it: its hard deadline may have passed, and somebody may have ordered another.
   *
   * @param costMicros what it costs if it takes place
   */
  void begin(
      Claim.Claimed step, Tool made, InstalledSkill skill, long costMicros, StopSignal stop) {
    ToolDescriptor tool = made.descriptor();
    String stepId = step.step().stepId();
    if (tool.effect() == Effect.NONE) {
      checkpoints.reached(Point.BEFORE_TOOL_CALL, stepId);
      return;
    }
    checkpoints.reached(Point.BEFORE_INTENT, stepId);
    long intended = System.nanoTime();
    Duration limit = BEGINS_WITHIN.plus(tool.timeout()).plus(ToolRunner.GRACE);
    Intent intent = new Intent(tool.effect(), limit, skill.pinnedName(), costMicros);
    publish(Insistence.on(() -> effects.intend(step, intent), stop));
    checkpoints.reached(Point.BEFORE_TOOL_CALL, stepId);
    boolean late = System.nanoTime() - intended > BEGINS_WITHIN.toNanos();
    if (tool.effect() == Effect.ONCE && (late || stop.requested())) {
      notDone(step, stop);
      throw Failures.interrupted(
          "call_not_begun",
          "The call did not begin within "
              + BEGINS_WITHIN.toSeconds()
              + " s of its intent, so it was not made.",
          null);
    }
  }

  /** The tool says that nothing happened; it may be called again. */
  void notDone(Claim.Claimed step, StopSignal stop) {
    publish(Insistence.on(() -> effects.notDone(step), stop));
  }

  /** Nobody knows whether it happened. */
  void unknown(Claim.Claimed step, String why, StopSignal stop) {
    publish(Insistence.on(() -> effects.unknown(step, why), stop));
  }

  /** A call that was given up has come to a result after all. */
  void late(Claim.Claimed step, ToolOutput output) {
    try (StepLog _ = StepLog.of(step.step())) {
      live.events(effects.late(step, output));
    }
  }

  private void publish(Commit commit) {
    switch (commit) {
      case Commit.Done done -> live.events(done.events());
      case Commit.Refused refused -> throw Failures.superseded(refused.reason());
    }
  }
}
