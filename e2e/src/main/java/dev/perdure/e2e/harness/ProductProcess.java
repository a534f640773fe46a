package dev.perdure.e2e.harness;

import dev.perdure.devstack.process.LogTail;
import dev.perdure.devstack.process.ManagedProcess;
import dev.perdure.devstack.process.ProcessSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** One process of the product: an API node or a worker. It ends with this JVM. */
public final class ProductProcess implements AutoCloseable {

  private static final Duration READY_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final ProcessSpec spec;
  private final URI readiness;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private ManagedProcess process;

  private ProductProcess(ProcessSpec spec, URI readiness) {
    this.spec = spec;
    this.readiness = readiness;
    this.process = ManagedProcess.start(spec);
  }

  /** Starts it and does not wait. */
  static ProductProcess launch(ProcessSpec spec, URI readiness) {
    return new ProductProcess(spec, readiness);
  }

  /** Waits until it says that it is ready. */
  public ProductProcess awaitReady() {
    Instant deadline = Instant.now().plus(READY_LIMIT);
    while (!ready()) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "%s %s; its log %s ends with:%n%s"
                .formatted(
                    spec.name(),
                    process.isAlive() ? "is not ready after " + READY_LIMIT : "ended",
                    spec.log(),
                    String.join("\n", LogTail.lines(spec.log(), 25))));
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    return this;
  }

  /** Whether it says that it is ready. */
  public boolean ready() {
    HttpRequest request = HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(3)).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  public String name() {
    return spec.name();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it at once (SIGKILL) and waits until it is gone. */
  public void kill9() {
    process.kill();
  }

  /** Stops it where it is (SIGSTOP). */
  public void stop() {
    process.suspend();
  }

  /** Lets it go on (SIGCONT). */
  public void cont() {
    process.resume();
  }

  /** Starts it again on the same ports, after it has gone; does not wait until it is ready. */
  public ProductProcess restart() {
    if (process.isAlive()) {
      throw new IllegalStateException(spec.name() + " is still alive");
    }
    process = ManagedProcess.start(spec);
    return this;
  }

  /** Lets it end in order. */
  @Override
  public void close() {
    process.stop(STOP_LIMIT);
  }
}
