package dev.perdure.security.outbound;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Cancellation;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends an exchange when its time is over or somebody stops it, by closing its sockets: a server
 * that sends a byte now and then can't hold it open.
 */
final class Deadline implements AutoCloseable {

  private final long end;
  private final ScheduledFuture<?> alarm;
  private final Cancellation cancellation;
  private final Cancellation.Registration registration;
  private final CompletableFuture<Boolean> over = new CompletableFuture<>();
  private final List<Socket> sockets = new ArrayList<>();
  private volatile boolean connected;
  private volatile boolean answered;

  Deadline(Duration time, Cancellation cancellation, ScheduledExecutorService clock) {
    this.end = System.nanoTime() + time.toNanos();
    this.cancellation = cancellation;
    this.alarm = clock.schedule(this::end, time.toNanos(), TimeUnit.NANOSECONDS);
    this.registration = cancellation.onRequest(this::end);
  }

  /** A socket to close when the time is over. */
  synchronized void guard(Socket socket) throws IOException {
    sockets.add(socket);
    if (over.isDone()) {
      socket.close();
    }
  }

  /** From now on the other side may read the request. */
  void connected() {
    connected = true;
  }

  /** The other side has read the request, that before a redirect at least. */
  void answered() {
    answered = true;
  }

  /** Done when the time is over. */
  CompletableFuture<Boolean> over() {
    return over;
  }

  Duration left() {
    return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
  }

  /** Throws when the time is over or somebody asked to stop. */
  void check() {
    cancellation.throwIfRequested();
    if (over.isDone() || end - System.nanoTime() <= 0) {
      throw Refusals.timeout(connected);
    }
  }

  /** What a failure is: the end of the time, a stop, or the failure itself. */
  PerdureException explain(PerdureException failure) {
    try {
      check();
      return answered ? Refusals.sent(failure) : failure;
    } catch (PerdureException ended) {
      ended.addSuppressed(failure);
      return ended;
    }
  }

  @Override
  public void close() {
    alarm.cancel(false);
    registration.close();
    end();
  }

  private synchronized void end() {
    over.complete(true);
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // nothing is left to close
      }
    }
  }
}
