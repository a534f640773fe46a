package dev.perdure.testkit.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.testkit.internal.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Asks the effect recorder to write a note down, under the call's idempotency key. */
final class RecordEffectTool implements Tool {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int MAX_ATTEMPTS = 4;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Optional<String> url;

  RecordEffectTool(Optional<String> url) {
    this.url = url;
  }

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
        "record_effect",
        "Writes a note down in the effect recorder. Use it when the user asks to record something.",
        Map.of(
            "type",
            "object",
            "properties",
            Map.of("note", Map.of("type", "string", "description", "What to write down")),
            "required",
            List.of("note")),
        Effect.IDEMPOTENT,
        TIMEOUT,
        MAX_ATTEMPTS);
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    if (url.isEmpty()) {
      return ToolOutput.failure(
          "There is no effect recorder: " + RecorderSkill.URL + " is not set.");
    }
    var effect = Map.of("key", invocation.idempotencyKey(), "payload", invocation.arguments());
    var request =
        HttpRequest.newBuilder(URI.create(url.get() + "/effects"))
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(effect)))
            .build();
    var response = await(http.sendAsync(request, HttpResponse.BodyHandlers.ofString()), invocation);
    return read(response);
  }

  private static ToolOutput read(HttpResponse<String> response) {
    if (response.statusCode() >= 500) {
      throw PerdureException.toolRetryable(
          "recorder_failed", "The recorder answered " + response.statusCode() + ".", null, null);
    }
    if (response.statusCode() >= 300) {
      throw PerdureException.toolFinal(
          "recorder_refused", "The recorder answered " + response.statusCode() + ".", null);
    }
    JsonNode answer = Json.read(response.body());
    return ToolOutput.of("Recorded as effect number " + answer.path("number").asInt() + ".");
  }

  private static <T> T await(CompletableFuture<T> answer, ToolInvocation invocation) {
    Cancellation cancellation = invocation.cancellation();
    try (var _ = cancellation.onRequest(() -> answer.cancel(true))) {
      return answer.get();
    } catch (CancellationException e) {
      throw PerdureException.cancelled();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw PerdureException.cancelled();
    } catch (ExecutionException e) {
      throw PerdureException.toolRetryable(
          "recorder_unreachable", "The recorder can't be reached.", null, e);
    }
  }
}
