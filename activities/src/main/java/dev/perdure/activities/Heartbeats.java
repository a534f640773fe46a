package dev.perdure.activities;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityWorkerShutdownException;
import io.temporal.failure.TimeoutFailure;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Temporal that an attempt is alive, and the attempt that it is to stop. One for all
 * activities of a worker; closing it stops what still runs, to be retried by another worker.
 */
public final class Heartbeats implements AutoCloseable {

  /** Twice as often as they are sent: the client holds back what comes too soon. */
  private static final Duration PERIOD = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(Heartbeats.class);

  private final Ticker ticker = new Ticker();
  private final Set<Beat> beating = ConcurrentHashMap.newKeySet();

  /** The timer thread, for whoever else works inside these activities. */
  Ticker ticker() {
    return ticker;
  }

  /** Begins to beat for an attempt, until the beat is closed. */
  Beat start(ActivityExecutionContext context) {
    Beat beat = new Beat(context);
    beating.add(beat);
    return beat;
  }

  @Override
  public void close() {
    ticker.close();
    RuntimeException shutdown =
        Failures.interrupted("worker_shutting_down", "The worker shuts down.", null);
    beating.forEach(beat -> beat.stop.request(shutdown));
  }

  /** The heartbeat of one attempt. */
  final class Beat implements AutoCloseable {

    private final StopSignal stop = new StopSignal();
    private final AtomicBoolean sending = new AtomicBoolean();
    private final ActivityExecutionContext context;
    private final Ticker.Registration ticks;

    private Beat(ActivityExecutionContext context) {
      this.context = context;
      this.ticks = ticker.every(PERIOD, this::tick);
    }

    /** Hears when the attempt is to stop. */
    StopSignal stop() {
      return stop;
    }

    private void tick() {
      if (!sending.compareAndSet(false, true)) {
        return; // the one before still waits for Temporal
      }
      try {
        context.heartbeat(null);
      } catch (ActivityCompletionException e) {
        stop.request(reason(e));
      } catch (RuntimeException e) {
        log.warn("a heartbeat could not be sent; the next one will be tried", e);
      } finally {
        sending.set(false);
      }
    }

    @Override
    public void close() {
      ticks.close();
      beating.remove(this);
    }
  }

  /** A cancel is answered with its own exception, all else with a failure that is retried. */
  private static RuntimeException reason(ActivityCompletionException e) {
    return switch (e) {
      case ActivityCanceledException cancelled
          when !(cancelled.getCause() instanceof TimeoutFailure) ->
          cancelled;
      case ActivityWorkerShutdownException shutdown ->
          Failures.interrupted("worker_shutting_down", "The worker shuts down.", shutdown);
      default -> Failures.interrupted("attempt_lost", "Temporal gave the attempt up.", e);
    };
  }
}
