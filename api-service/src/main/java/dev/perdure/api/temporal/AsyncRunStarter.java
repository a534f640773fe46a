package dev.perdure.api.temporal;

import dev.perdure.core.port.RunStarter;
import dev.perdure.core.run.RunRef;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Starts and rings without holding up who asks: an answer to a client never waits for Temporal.
 * What exceeds the bound, or is lost with this process, the sweeper does.
 */
public final class AsyncRunStarter implements RunStarter, Managed {

  private static final int MOST_AT_ONCE = 64;
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final RunStarter starter;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("run-starter-", 0).factory());

  public AsyncRunStarter(RunStarter starter) {
    this.starter = starter;
  }

  @Override
  public void start(RunRef run) {
    submit(() -> starter.start(run));
  }

  @Override
  public void ring(RunRef run) {
    submit(() -> starter.ring(run));
  }

  @Override
  public void stop() throws InterruptedException {
    executor.shutdown();
    if (!executor.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
      executor.shutdownNow();
    }
  }

  private void submit(Runnable task) {
    if (!places.tryAcquire()) {
      return;
    }
    try {
      executor.execute(() -> {
        try {
          task.run();
        } finally {
          places.release();
        }
      });
    } catch (RejectedExecutionException _) {
      places.release();
    }
  }
}
