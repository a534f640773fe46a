package dev.perdure.api.temporal;

import dev.perdure.core.port.RunStarter;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Starts and rings without holding up who asks: an answer to a client never waits for Temporal, and
 * no organization behind another. What exceeds the bound, or is lost with this process, the sweeper
 * does.
 */
public final class AsyncRunStarter implements RunStarter, Managed {

  private static final int MOST_AT_ONCE = 16;
  private static final int MOST_IN_LINE = 2_000;
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final RunStarter starter;
  private final OrgLines lines = new OrgLines(MOST_AT_ONCE, MOST_IN_LINE);
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("run-starter-", 0).factory());

  public AsyncRunStarter(RunStarter starter) {
    this.starter = starter;
  }

  @Override
  public void start(RunRef run) {
    submit(run.orgId(), () -> starter.start(run));
  }

  @Override
  public void ring(RunRef run) {
    submit(run.orgId(), () -> starter.ring(run));
  }

  @Override
  public void stop() throws InterruptedException {
    executor.shutdown();
    if (!executor.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
      executor.shutdownNow();
    }
  }

  private void submit(OrgId org, Runnable task) {
    lines
        .join(org)
        .ifPresent(places -> {
          try {
            executor.execute(() -> inTurn(org, places, task));
          } catch (RejectedExecutionException _) {
            lines.leave(org);
          }
        });
  }

  private void inTurn(OrgId org, Semaphore places, Runnable task) {
    try {
      places.acquire();
      try {
        task.run();
      } finally {
        places.release();
      }
    } catch (InterruptedException _) {
      // This process ends; the sweeper of another does it.
      Thread.currentThread().interrupt();
    } finally {
      lines.leave(org);
    }
  }
}
