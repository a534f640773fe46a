package dev.perdure.workflows;

import dev.perdure.core.run.InterruptRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Something that is due while a person is waited for.
 *
 * @param after counted from when the wait began
 */
record Alarm(Duration after, Kind kind) {

  enum Kind {
    REMIND,
    TRY_AGAIN,
    DEADLINE,
    /** The run's budget of time is over. */
    WALL_TIME
  }

  /** All alarms of a wait, in the order in which they go off. */
  static Queue<Alarm> of(InterruptRequest request, @Nullable Duration wallTimeLeft) {
    Queue<Alarm> alarms =
        new PriorityQueue<>(Comparator.comparing(Alarm::after).thenComparing(Alarm::kind));
    add(alarms, request.terms().remindAfter(), Kind.REMIND);
    add(alarms, request.triesAgainIn(), Kind.TRY_AGAIN);
    add(alarms, request.terms().deadline(), Kind.DEADLINE);
    add(alarms, wallTimeLeft, Kind.WALL_TIME);
    return alarms;
  }

  private static void add(Queue<Alarm> alarms, @Nullable Duration after, Kind kind) {
    if (after != null) {
      alarms.add(new Alarm(after, kind));
    }
  }
}
