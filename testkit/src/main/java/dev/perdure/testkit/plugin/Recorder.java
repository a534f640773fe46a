package dev.perdure.testkit.plugin;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.testkit.internal.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Asks the effect recorder to write something down under a call's key. */
final class Recorder {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Optional<String> url;

  Recorder(Optional<String> url) {
    this.url = url;
  }

  boolean isMissing() {
    return url.isEmpty();
  }

  /**
   * The recorder's answer.
   *
   * @throws PerdureException when the call was cancelled
   * @throws ExecutionException when there was no answer
   */
  HttpResponse<String> send(
      ToolInvocation invocation, Map<String, Object> payload, Duration timeout)
      throws ExecutionException {
    var effect = Map.of("key", invocation.idempotencyKey(), "payload", payload);
    var request =
        HttpRequest.newBuilder(URI.create(url.orElseThrow() + "/effects"))
            .timeout(timeout)
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(effect)))
            .build();
    return await(http.sendAsync(request, HttpResponse.BodyHandlers.ofString()), invocation);
  }

  private static <T> T await(CompletableFuture<T> answer, ToolInvocation invocation)
      throws ExecutionException {
    Cancellation cancellation = invocation.cancellation();
    try (var _ = cancellation.onRequest(() -> answer.cancel(true))) {
      return answer.get();
    } catch (CancellationException e) {
      throw PerdureException.cancelled();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw PerdureException.cancelled();
    }
  }
}
