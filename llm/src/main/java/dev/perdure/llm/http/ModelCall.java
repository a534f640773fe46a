package dev.perdure.llm.http;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.perdure.core.error.PerdureException;
import dev.perdure.llm.http.EventReader.End;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One streamed call of a provider, as an HTTP client that LangChain4j uses for it. Unlike
 * LangChain4j's own clients it reads the stream on the calling thread, keeps what the provider said
 * about waiting, and knows why the stream ended. The first failure wins and drops the connection at
 * once, whichever thread it comes from.
 */
public final class ModelCall implements HttpClient, AutoCloseable {
  private static final int ERROR_BODY = 64 << 10;

  private final Transport transport;
  private final String provider;
  private final Dialect dialect;
  private final Amendment amendment;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final ScheduledFuture<?> deadline;
  private final Silence silence;
  private final Duration time;
  private final Stop stop = new Stop();
  private volatile @Nullable CompletableFuture<HttpResponse<InputStream>> pending;
  private volatile @Nullable InputStream body;
  private @Nullable String finishReason;

  ModelCall(
      Transport transport,
      String provider,
      Dialect dialect,
      Amendment amendment,
      Duration deadline) {
    this.transport = transport;
    this.provider = provider;
    this.dialect = dialect;
    this.amendment = amendment;
    this.time = deadline;
    this.silence = new Silence(transport, time -> fail(ModelErrors.stalled(provider, time)));
    this.deadline = transport.after(deadline, () -> fail(ModelErrors.timeout(provider, deadline)));
  }

  /** Stops the call; it fails with {@code Cancelled}. */
  public void cancel() {
    fail(PerdureException.cancelled());
  }

  /** Stops the call for this reason, unless it has failed already. Never blocks. */
  public void fail(RuntimeException why) {
    if (failure.compareAndSet(null, why)) {
      drop();
    }
  }

  /** Stops the call because what came can't be understood. */
  public void failAsMalformed(Throwable cause) {
    fail(ModelErrors.malformed(provider, cause));
  }

  /** Throws why the call failed, if it did. */
  public void throwIfFailed() {
    RuntimeException why = failure.get();
    if (why != null) {
      throw why;
    }
  }

  /** Why the model stopped, in the provider's words; empty if it never said that it was done. */
  public Optional<String> finishReason() {
    return Optional.ofNullable(finishReason);
  }

  /** Always refused: every call is streamed. */
  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    throw new UnsupportedOperationException("model calls are streamed");
  }

  /**
   * Sends the request and reads its stream to the end, on this thread. Failures are kept, not
   * thrown.
   */
  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    try {
      var guarded = transport.guarded(stop);
      if (guarded.isPresent()) {
        guarded
            .get()
            .send(
                GuardedCall.request(request, amendment, time, transport.limits().bytes()),
                (head, in) -> {
                  receive(
                      head.status(), HttpHeaders.of(head.headers(), (_, _) -> true), in, listener);
                  return head;
                });
      } else {
        HttpResponse<InputStream> response = send(request);
        receive(response.statusCode(), response.headers(), response.body(), listener);
      }
    } catch (PerdureException e) {
      fail(GuardedCall.failure(provider, e));
    } catch (ExecutionException e) {
      fail(ModelErrors.unreachable(provider, e.getCause() == null ? e : e.getCause()));
    } catch (CancellationException e) {
      cancel();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancel();
    } catch (IOException e) {
      fail(
          Thread.currentThread().isInterrupted()
              ? PerdureException.cancelled()
              : ModelErrors.cut(provider, e));
    }
    if (failure.get() == null) {
      listener.onClose();
    }
  }

  private void receive(
      int status, HttpHeaders headers, InputStream in, ServerSentEventListener listener)
      throws IOException {
    if (!isStream(status, headers)) {
      fail(refusal(status, headers, in));
      return;
    }
    listener.onOpen(SuccessfulHttpResponse.builder().statusCode(200).build());
    read(in, listener);
  }

  @Override
  public void close() {
    deadline.cancel(false);
    silence.close();
    drop();
  }

  private HttpResponse<InputStream> send(HttpRequest request)
      throws ExecutionException, InterruptedException, IOException {
    var sent =
        transport.http().sendAsync(Requests.of(request, amendment), BodyHandlers.ofInputStream());
    pending = sent;
    dropIfFailed();
    HttpResponse<InputStream> response = sent.get();
    body = response.body();
    dropIfFailed();
    return response;
  }

  private void read(InputStream in, ServerSentEventListener listener) throws IOException {
    var counted =
        new CountedStream(
            in,
            transport.limits().bytes(),
            silence::heard,
            () -> fail(ModelErrors.tooLarge(provider, transport.limits().bytes())));
    var reader = new EventReader(counted, dialect, () -> failure.get() != null);
    switch (reader.read(listener, reason -> finishReason = reason)) {
      case End.Complete() -> {
        body = null;
        transport.finish(in);
      }
      case End.Closed() -> {}
      case End.Failed(var error) -> fail(ModelErrors.ofErrorEvent(provider, error));
      case End.Malformed(var cause) -> fail(ModelErrors.malformed(provider, cause));
    }
  }

  private boolean isStream(int status, HttpHeaders headers) {
    String type = headers.firstValue("content-type").orElse("");
    boolean whole = type.contains("html") || (type.contains("json") && !dialect.lines());
    return status / 100 == 2 && !whole;
  }

  private PerdureException refusal(int status, HttpHeaders headers, InputStream in)
      throws IOException {
    String text = new String(in.readNBytes(ERROR_BODY), StandardCharsets.UTF_8);
    if (status / 100 == 2) {
      return ModelErrors.malformed(provider, null);
    }
    return ModelErrors.ofStatus(
        provider, status, text, RetryAfter.read(headers, transport.clock()).orElse(null));
  }

  private void dropIfFailed() {
    if (failure.get() != null) {
      drop();
    }
  }

  private void drop() {
    stop.request();
    var sent = pending;
    if (sent != null) {
      sent.cancel(true);
    }
    var in = body;
    if (in != null) {
      Transport.close(in);
    }
  }
}
