package dev.perdure.devstack.supervise;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.Part;
import dev.perdure.devstack.supervise.ProcessState.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps one process running: starts it again when it ends, tells when it does not answer. */
final class Watch implements Runnable {

  private final Part part;
  private final WatchTimes times;
  private final Consumer<String> log;
  private final Runnable changed;
  private final CompletableFuture<@Nullable Void> firstReady = new CompletableFuture<>();

  private volatile boolean stopping;
  private volatile ProcessState state;

  Watch(Part part, WatchTimes times, Consumer<String> log, Runnable changed) {
    this.part = part;
    this.times = times;
    this.log = log;
    this.changed = changed;
    this.state = state(Status.WAITING, 0, "");
  }

  ProcessState state() {
    return state;
  }

  /** Completes when the process was ready once; fails when it did not come up twice in a row. */
  CompletableFuture<@Nullable Void> firstReady() {
    return firstReady;
  }

  /** Stops the process for good. */
  void stop() {
    stopping = true;
    part.stop();
    become(Status.STOPPED, "");
  }

  @Override
  public void run() {
    Duration pause = times.firstPause();
    try {
      while (!stopping) {
        Instant started = Instant.now();
        startAndWatch();
        if (stopping) {
          return;
        }
        boolean wasSteady = started.plus(times.steadyAfter()).isBefore(Instant.now());
        pause = wasSteady ? times.firstPause() : pause;
        log.accept("%s is started again in %d ms".formatted(part.name(), pause.toMillis()));
        Thread.sleep(pause);
        pause = times.longer(pause);
        state = state(Status.CRASHED, state.restarts() + 1, state.note());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void startAndWatch() throws InterruptedException {
    become(Status.STARTING, "");
    try {
      part.start();
    } catch (DevStackException e) {
      crashed(e.getMessage());
      if (state.restarts() > 0) {
        firstReady.completeExceptionally(e);
      }
      return;
    }
    become(Status.READY, "");
    log.accept("%s is ready (process %d)".formatted(part.name(), part.pid()));
    firstReady.complete(null);
    watch();
    crashed(part.name() + " ended unasked; see " + part.log());
  }

  private void crashed(String why) {
    if (!stopping) {
      become(Status.CRASHED, why);
      log.accept(why);
    }
  }

  private void watch() throws InterruptedException {
    Instant lastAnswer = Instant.now();
    while (!part.awaitEnd(times.probeEvery())) {
      if (part.answers(times.probeLimit())) {
        lastAnswer = Instant.now();
        if (state.status() == Status.WEDGED) {
          become(Status.READY, "");
          log.accept(part.name() + " answers again");
        }
      } else if (state.status() == Status.READY
          && lastAnswer.plus(times.wedgedAfter()).isBefore(Instant.now())) {
        String note =
            "runs, but has not answered for %d s".formatted(times.wedgedAfter().toSeconds());
        become(Status.WEDGED, note);
        log.accept(part.name() + " " + note + "; see " + part.log());
      } else if (state.status() == Status.WEDGED && part.isStalled(times.probeLimit())) {
        log.accept(part.name() + " says that it stands still, and is ended");
        part.kill();
      }
    }
  }

  private void become(Status status, String note) {
    state = state(status, state.restarts(), note);
    changed.run();
  }

  private ProcessState state(Status status, int restarts, String note) {
    return new ProcessState(
        part.name(), part.pid(), status, restarts, Instant.now(), part.log().toString(), note);
  }
}
