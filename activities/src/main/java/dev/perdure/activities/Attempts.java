package dev.perdure.activities;

import dev.perdure.core.step.StepRef;
import io.temporal.activity.Activity;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one attempt of a step: its heartbeat, its log fields, and how it fails. */
final class Attempts {

  private static final Logger log = LoggerFactory.getLogger(Attempts.class);

  private final Heartbeats heartbeats;

  Attempts(Heartbeats heartbeats) {
    this.heartbeats = heartbeats;
  }

  <T> T run(StepRef step, Function<StopSignal, T> work) {
    try (StepLog _ = StepLog.of(step);
        Heartbeats.Beat beat = heartbeats.start(Activity.getExecutionContext())) {
      try {
        return work.apply(beat.stop());
      } catch (RuntimeException e) {
        if (beat.stop().requested()) {
          log.info("the attempt was stopped: {}", beat.stop().reason().getMessage());
          throw beat.stop().reason();
        }
        log.warn("the attempt failed", e);
        throw Failures.of(e);
      }
    }
  }
}
