package dev.perdure.skills.sandbox;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may run a job next. Organizations take turns, however many jobs of one wait, and none has all
 * the places; within one, who came first is first.
 */
final class Turns {

  private static final int MOST_WAITING = 1_000;
  private static final int MOST_WAITING_OF_ONE = 250;
  private static final Duration LATER = Duration.ofSeconds(5);

  private final int places;
  private final int placesOfOne;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();

  /** By organization, whose turn is next first; none is empty. */
  private final Map<OrgId, Deque<CountDownLatch>> lines = new LinkedHashMap<>();

  private final Map<OrgId, Integer> running = new HashMap<>();
  private int taken;
  private int waiting;

  Turns(int places, int placesOfOne) {
    this.places = places;
    this.placesOfOne = placesOfOne;
  }

  /**
   * Waits for a place, which must be given back.
   *
   * @param longest how long it is waited for
   * @throws PerdureException with {@code ToolFailed}, retryable: {@code sandbox_busy} when there is
   *     none in time, or too many wait already; {@code Cancelled} when that is asked for
   */
  void take(OrgId org, Duration longest, Cancellation cancellation) {
    CountDownLatch told = new CountDownLatch(1);
    join(org, told);
    boolean interrupted = false;
    try (Cancellation.Registration _ = cancellation.onRequest(told::countDown)) {
      var _ = told.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interrupted = true;
    }
    boolean mine = !leave(org, told);
    if (interrupted || cancellation.requested()) {
      if (mine) {
        giveBack(org);
      }
      throw PerdureException.cancelled();
    }
    if (!mine) {
      throw busy("All places for running code are taken. Try again shortly.");
    }
  }

  void giveBack(OrgId org) {
    lock.lock();
    try {
      taken--;
      running.computeIfPresent(org, (_, count) -> count == 1 ? null : count - 1);
      callNext();
      if (taken == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no job runs; whether that came in time. */
  boolean awaitIdle(Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (taken > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
      return taken == 0;
    } finally {
      lock.unlock();
    }
  }

  private void join(OrgId org, CountDownLatch told) {
    lock.lock();
    try {
      Deque<CountDownLatch> line = lines.get(org);
      if (waiting >= MOST_WAITING || (line != null && line.size() >= MOST_WAITING_OF_ONE)) {
        throw busy("Too many programs wait to be run. Try again later.");
      }
      lines.computeIfAbsent(org, _ -> new ArrayDeque<>()).add(told);
      waiting++;
      callNext();
    } finally {
      lock.unlock();
    }
  }

  /** Leaves the line; false when it was its turn already. */
  private boolean leave(OrgId org, CountDownLatch told) {
    lock.lock();
    try {
      Deque<CountDownLatch> line = lines.get(org);
      if (line == null || !line.remove(told)) {
        return false;
      }
      waiting--;
      if (line.isEmpty()) {
        lines.remove(org);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void callNext() {
    while (taken < places && callOne()) {
      // as long as there are both
    }
  }

  /** Calls the first of the first organization that may have a place more; then it is the last. */
  private boolean callOne() {
    Iterator<Map.Entry<OrgId, Deque<CountDownLatch>>> all = lines.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<OrgId, Deque<CountDownLatch>> line = all.next();
      OrgId org = line.getKey();
      if (running.getOrDefault(org, 0) < placesOfOne) {
        Deque<CountDownLatch> rest = line.getValue();
        all.remove();
        CountDownLatch first = rest.remove();
        if (!rest.isEmpty()) {
          lines.put(org, rest);
        }
        waiting--;
        taken++;
        running.merge(org, 1, Integer::sum);
        first.countDown();
        return true;
      }
    }
    return false;
  }

  private static PerdureException busy(String message) {
    return PerdureException.toolRetryable("sandbox_busy", message, LATER, null);
  }
}
