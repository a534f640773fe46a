package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.RunRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a command, before its events are logged.
 *
 * @param run the run it was for
 * @param number its number; absent when the run ended at once
 * @param ring runs whose workflows have to be told
 * @param start runs whose workflows have to be started
 * @param news events to be logged by the last statements of the transaction
 * @param logged events that are in the log already
 * @param replayed whether it had been accepted before
 */
record Told(
    RunRef run,
    @Nullable Integer number,
    List<RunRef> ring,
    List<RunRef> start,
    List<News> news,
    List<LoggedEvent> logged,
    boolean replayed) {

  Told {
    ring = List.copyOf(ring);
    start = List.copyOf(start);
    news = List.copyOf(news);
    logged = List.copyOf(logged);
  }

  /** Events of one run. */
  record News(RunRef run, EventBatch batch) {}

  /** Accepted before; its workflow is told again, which does no harm. */
  static Told again(RunLock.Locked run, @Nullable Integer number) {
    List<RunRef> ring = run.hasWorkflow() ? List.of(run.ref()) : List.of();
    return new Told(run.ref(), number, ring, List.of(), List.of(), List.of(), true);
  }

  /** A command that the run's workflow has to hear. */
  static Told ring(RunLock.Locked run, int number, EventBatch batch) {
    List<RunRef> ring = run.hasWorkflow() ? List.of(run.ref()) : List.of();
    return new Told(
        run.ref(), number, ring, List.of(), List.of(new News(run.ref(), batch)), List.of(), false);
  }

  /** A command that has to start the run's workflow. */
  static Told start(RunRef run, int number, EventBatch batch) {
    return new Told(
        run, number, List.of(), List.of(run), List.of(new News(run, batch)), List.of(), false);
  }

  /** A run that ended at once, and the one that takes its place. */
  static Told ended(RunRef run, List<LoggedEvent> logged, @Nullable RunRef next) {
    List<RunRef> start = next == null ? List.of() : List.of(next);
    return new Told(run, null, List.of(), start, List.of(), logged, false);
  }
}
