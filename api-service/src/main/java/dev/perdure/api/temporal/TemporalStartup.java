package dev.perdure.api.temporal;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for Temporal beside the start of the process, registers the search attributes, and starts
 * the worker when this process has one.
 */
public final class TemporalStartup implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(TemporalStartup.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final TemporalConnection temporal;
  private final Optional<WorkerRole> worker;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("temporal-startup").unstarted(this::untilDone);

  public TemporalStartup(TemporalConnection temporal, Optional<WorkerRole> worker) {
    this.temporal = temporal;
    this.worker = worker;
  }

  /** Whether the worker works; true when this process has none. */
  public boolean ready() {
    return worker.map(WorkerRole::working).orElse(true);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void stop() throws InterruptedException {
    stopping.countDown();
    thread.interrupt();
    thread.join(temporal.config().rpcDeadline().toMillis() * 2);
    worker.ifPresent(WorkerRole::stop);
  }

  private void untilDone() {
    String lastProblem = "";
    do {
      try {
        begin();
        return;
      } catch (RuntimeException e) {
        String problem = String.valueOf(e.getMessage());
        if (!problem.equals(lastProblem)) {
          LOG.warn(
              "Temporal at {} with namespace {} can't be used yet, trying again every second: {}",
              temporal.config().address(),
              temporal.config().namespace(),
              problem);
        }
        lastProblem = problem;
      }
    } while (!stopped());
  }

  private void begin() {
    temporal.ping(temporal.config().rpcDeadline());
    RunSearchAttributes.register(temporal);
    worker.ifPresent(WorkerRole::start);
    LOG.info(
        "Temporal at {} is there{}",
        temporal.config().address(),
        worker.isPresent() ? "; working on task queue " + temporal.config().taskQueue() : "");
  }

  private boolean stopped() {
    try {
      return stopping.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
