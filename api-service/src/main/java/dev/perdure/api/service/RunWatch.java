package dev.perdure.api.service;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.LiveSubscriber;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Waits for a run without asking all the time: live events wake it, and it looks once a second in
 * case one was missed. Meant for virtual threads.
 */
public final class RunWatch {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final LiveSubscriber live;

  public RunWatch(LiveSubscriber live) {
    this.live = live;
  }

  Run await(Run known, Duration most, Supplier<Run> look) {
    if (settled(known) || most.isZero()) {
      return known;
    }
    Wake wake = new Wake();
    try (LiveSubscriber.Subscription _ = live.subscribe(known.orgId(), known.sessionId(), wake)) {
      return look(look, wake, System.nanoTime() + most.toNanos());
    }
  }

  private static Run look(Supplier<Run> look, Wake wake, long deadline) {
    Run run = look.get();
    while (!settled(run) && !wake.waiting()) {
      long left = deadline - System.nanoTime();
      if (left <= 0 || !wake.await(Math.min(left, LOOK_EVERY.toNanos()))) {
        return run;
      }
      run = look.get();
    }
    return run;
  }

  private static boolean settled(Run run) {
    return run.status().terminal()
        || run.status() == RunStatus.WAITING
        || run.status() == RunStatus.PAUSED;
  }

  private static final class Wake implements LiveSubscriber.Listener {

    private final Semaphore news = new Semaphore(0);
    private volatile boolean waiting;

    @Override
    public void events(List<LoggedEvent> events) {
      waiting |= events.stream().anyMatch(Wake::waits);
      news.release();
    }

    @Override
    public void delta(Delta delta) {
      // Text does not change where a run stands.
    }

    @Override
    public void gap() {
      news.release();
    }

    /** Whether something of the session, if only a sub-agent, began to wait for somebody. */
    boolean waiting() {
      return waiting;
    }

    private static boolean waits(LoggedEvent event) {
      return event.event() instanceof RunEvent.Custom custom
          && custom.name().equals(RunEvent.Custom.WAITING);
    }

    /** Returns at news or when the time is up; false when the thread was told to stop. */
    boolean await(long nanos) {
      try {
        if (news.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
          news.drainPermits();
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
