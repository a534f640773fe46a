package dev.perdure.api.recovery;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a task again and again, each time a while after the last. A task that fails is logged once
 * until it succeeds again, and is not given up.
 */
public final class Periodic implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);
  private static final Duration DRAIN = Duration.ofSeconds(3);

  private final String name;
  private final Duration interval;
  private final Runnable task;
  private final ScheduledExecutorService executor;
  private String lastProblem = "";

  /**
   * @param name of the thread, and in log lines
   * @param interval between the end of one turn and the beginning of the next
   */
  public Periodic(String name, Duration interval, Runnable task) {
    this.name = name;
    this.interval = interval;
    this.task = task;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
  }

  @Override
  public void start() {
    // Nodes that start together do not ask the database at the same moments for ever.
    long first = ThreadLocalRandom.current().nextLong(interval.toMillis() + 1);
    var _ =
        executor.scheduleWithFixedDelay(
            this::turn, first, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() throws InterruptedException {
    executor.shutdownNow();
    executor.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void turn() {
    try {
      task.run();
      if (!lastProblem.isEmpty()) {
        LOG.info("The {} works again", name);
        lastProblem = "";
      }
    } catch (RuntimeException e) {
      String problem = String.valueOf(e.getMessage());
      if (!problem.equals(lastProblem)) {
        LOG.warn("The {} could not do its turn and goes on trying: {}", name, problem);
        LOG.debug("The {} failed", name, e);
      }
      lastProblem = problem;
    }
  }
}
