package dev.perdure.llm.http;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;

/** Notices when nothing has been heard for too long. */
final class Silence implements AutoCloseable {
  private final Transport transport;
  private final Consumer<Duration> tooLong;
  private volatile long lastHeard = System.nanoTime();
  private volatile boolean closed;
  private volatile ScheduledFuture<?> check;

  Silence(Transport transport, Consumer<Duration> tooLong) {
    this.transport = transport;
    this.tooLong = tooLong;
    this.check = transport.after(limit(), this::check);
  }

  void heard() {
    lastHeard = System.nanoTime();
  }

  @Override
  public void close() {
    closed = true;
    check.cancel(false);
  }

  private void check() {
    Duration left = limit().minusNanos(System.nanoTime() - lastHeard);
    if (left.isPositive()) {
      check = transport.after(left, this::check);
      if (closed) {
        check.cancel(false);
      }
    } else if (!closed) {
      tooLong.accept(limit());
    }
  }

  private Duration limit() {
    return transport.limits().silence();
  }
}
