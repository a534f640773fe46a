package dev.perdure.activities;

import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import java.util.function.Supplier;

/** Writes what a claimed step came to: the database first, then the cache and whoever watches. */
final class StepCommit {

  private final LivePublisher live;
  private final Checkpoints checkpoints;
  private final Transcripts transcripts;

  StepCommit(LivePublisher live, Checkpoints checkpoints, Transcripts transcripts) {
    this.live = live;
    this.checkpoints = checkpoints;
    this.transcripts = transcripts;
  }

  /** Throws when another attempt holds the step; nothing was written then. */
  void write(Claim.Claimed step, Supplier<Commit> write, StopSignal stop) {
    write(step, write, stop, () -> {});
  }

  /**
   * The same.
   *
   * @param refused done before it throws
   */
  void write(Claim.Claimed step, Supplier<Commit> write, StopSignal stop, Runnable refused) {
    String stepId = step.step().stepId();
    checkpoints.reached(Point.BEFORE_COMMIT, stepId);
    switch (Insistence.on(write, stop)) {
      case Commit.Refused refusal -> {
        refused.run();
        throw Failures.superseded(refusal.reason());
      }
      case Commit.Done done -> {
        checkpoints.reached(Point.AFTER_COMMIT, stepId);
        transcripts.append(step, done.messages());
        checkpoints.reached(Point.BEFORE_PUBLISH, stepId);
        live.events(done.events());
      }
    }
  }
}
