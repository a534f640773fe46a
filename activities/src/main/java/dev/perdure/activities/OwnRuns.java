package dev.perdure.activities;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepRef;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses tasks whose organization does not match the row of the run they name. What arrives from
 * Temporal was written by whoever can reach Temporal; the row was written by the service.
 */
final class OwnRuns {

  /** The code of the refusal; it is not retried. */
  static final String FOREIGN_TASK = "foreign_task";

  private static final Logger log = LoggerFactory.getLogger(OwnRuns.class);

  /** A run never changes its organization, so what matched once is not looked up again. */
  private static final int REMEMBERED = 10_000;

  private final RunStore runs;
  private final Set<RunRef> known =
      Collections.synchronizedSet(Collections.newSetFromMap(new Remembered()));

  OwnRuns(RunStore runs) {
    this.runs = runs;
  }

  /**
   * Returns when the task is its organization's own.
   *
   * @throws io.temporal.failure.ApplicationFailure not retryable when it is not; retryable when the
   *     database is away
   */
  void check(String activity, @Nullable Object... arguments) {
    List<RunRef> named =
        Arrays.stream(arguments).map(OwnRuns::run).filter(Objects::nonNull).toList();
    if (named.isEmpty()) {
      throw refused(activity + " names no run");
    }
    named.forEach(run -> check(activity, run));
  }

  private void check(String activity, RunRef run) {
    if (known.contains(run)) {
      return;
    }
    try (StepLog _ = StepLog.of(run)) {
      if (!exists(run)) {
        log.warn(
            "{} is refused: organization {} has no run {} in session {}",
            activity,
            run.orgId(),
            run.runId(),
            run.sessionId());
        throw refused("the task's organization does not match its run");
      }
      known.add(run);
    }
  }

  private boolean exists(RunRef run) {
    try {
      return runs.exists(run);
    } catch (RuntimeException e) {
      throw Failures.of(e);
    }
  }

  private static RuntimeException refused(String why) {
    return Failures.of(new PerdureError.Forbidden(FOREIGN_TASK, "Refused: " + why + "."));
  }

  private static @Nullable RunRef run(@Nullable Object argument) {
    return switch (argument) {
      case RunRef run -> run;
      case StepRef step -> step.run();
      case InterruptRequest request -> request.step().run();
      case null, default -> null;
    };
  }

  private static final class Remembered extends LinkedHashMap<RunRef, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<RunRef, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }
}
