package dev.perdure.llm.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.skill.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The connections, timers and limits that all model calls of this process share. */
public final class Transport implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration LINGER = Duration.ofMillis(250);

  private final ExecutorService threads;
  private final ScheduledThreadPoolExecutor timer;
  private final HttpClient http;
  private final Limits limits;
  private final InstantSource clock;
  private final @Nullable Function<Cancellation, OutboundHttp> guard;

  public Transport(Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("model-timer").factory());
    this.timer.setRemoveOnCancelPolicy(true);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .executor(threads)
            .build();
    this.guard = null;
  }

  private Transport(Transport shared, Function<Cancellation, OutboundHttp> guard) {
    this.limits = shared.limits;
    this.clock = shared.clock;
    this.threads = shared.threads;
    this.timer = shared.timer;
    this.http = shared.http;
    this.guard = guard;
  }

  /** The same, but its calls go through the guarded client: an organization chose their address. */
  public Transport guardedBy(Function<Cancellation, OutboundHttp> guard) {
    return new Transport(this, guard);
  }

  /** A call that has its deadline from now on. */
  public ModelCall open(String provider, Dialect dialect, Amendment amendment, Duration deadline) {
    return new ModelCall(this, provider, dialect, amendment, deadline);
  }

  /**
   * Reads a small JSON document.
   *
   * @throws dev.perdure.core.error.PerdureException typed like any failure of a model call
   */
  public JsonNode get(String provider, String url, Map<String, String> headers, Duration deadline) {
    if (guard != null) {
      return GuardedCall.get(provider, guard.apply(Cancellation.NEVER), url, headers, deadline);
    }
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(deadline);
    headers.forEach(request::header);
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw ModelErrors.ofStatus(
            provider,
            response.statusCode(),
            response.body(),
            RetryAfter.read(response.headers(), clock).orElse(null));
      }
      return EventReader.JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw ModelErrors.malformed(provider, e);
    } catch (IOException e) {
      throw ModelErrors.unreachable(provider, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PerdureException.cancelled();
    }
  }

  /** The client that calls must go through; empty when the installation chose their address. */
  Optional<OutboundHttp> guarded(Cancellation cancellation) {
    return guard == null ? Optional.empty() : Optional.of(guard.apply(cancellation));
  }

  HttpClient http() {
    return http;
  }

  Limits limits() {
    return limits;
  }

  InstantSource clock() {
    return clock;
  }

  ScheduledFuture<?> after(Duration time, Runnable action) {
    return timer.schedule(action, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Reads what little is left of an answer that has ended, so that its connection can serve again.
   */
  void finish(InputStream body) {
    var limit = after(LINGER, () -> close(body));
    threads.execute(() -> {
      try (body) {
        body.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // the answer is complete: the connection is merely not used again
      } finally {
        limit.cancel(false);
      }
    });
  }

  static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // closing is all that was wanted
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    timer.shutdownNow();
    threads.shutdownNow();
  }
}
