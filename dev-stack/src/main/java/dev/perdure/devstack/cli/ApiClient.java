package dev.perdure.devstack.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.devstack.DevStackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The part of the public API that starting and watching a run needs. */
final class ApiClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** A run that was accepted. */
  record Started(String sessionId, String runId) {}

  private final URI base;
  private final String key;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  ApiClient(URI base, String key) {
    this.base = base;
    this.key = key;
  }

  /** Starts a run, in a session of its own when none is named. */
  Started start(Optional<String> session, Map<String, String> body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(session.map(id -> "/v1/sessions/" + id + "/runs").orElse("/v1/runs"))
            .header("Content-Type", "application/json")
            .timeout(LIMIT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 202) {
      throw new DevStackException("The run was refused: " + problem(response));
    }
    JsonNode answer = JSON.readTree(response.body());
    return new Started(answer.path("session_id").asText(), answer.path("run_id").asText());
  }

  /** Reads a resource. */
  JsonNode get(String path) throws IOException, InterruptedException {
    return answer(request(path).timeout(LIMIT).build(), 200);
  }

  /** Makes a resource. */
  JsonNode create(String path, JsonNode body) throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .timeout(LIMIT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    return answer(request, 201);
  }

  private JsonNode answer(HttpRequest request, int expected)
      throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != expected) {
      throw new DevStackException("The API refused: " + problem(response));
    }
    return JSON.readTree(response.body());
  }

  /**
   * Streams the events of a run until the stream ends or the consumer has seen enough.
   *
   * @param after the position to go on after, empty for the beginning
   * @param wantsMore takes an event, and tells whether it wants another
   */
  void stream(String runId, String after, Predicate<SseEvent> wantsMore)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request("/v1/runs/" + runId + "/events").header("Accept", "text/event-stream");
    if (!after.isEmpty()) {
      request.header("Last-Event-ID", after);
    }
    HttpResponse<Stream<String>> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
    try (Stream<String> lines = response.body()) {
      if (response.statusCode() >= 500) {
        throw new IOException("the API answered " + response.statusCode());
      }
      if (response.statusCode() != 200) {
        throw new DevStackException("The stream was refused: HTTP " + response.statusCode());
      }
      SseParser parser = new SseParser();
      Iterator<String> iterator = lines.iterator();
      boolean more = true;
      while (more && iterator.hasNext()) {
        Optional<SseEvent> event = parser.accept(iterator.next());
        more = event.map(wantsMore::test).orElse(true);
      }
    } catch (UncheckedIOException e) {
      throw new IOException("the stream broke off", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + key);
  }

  private static String problem(HttpResponse<String> response) {
    try {
      JsonNode problem = JSON.readTree(response.body());
      String detail = problem.path("detail").asText(problem.path("title").asText());
      return "%s (HTTP %d, %s)"
          .formatted(detail, response.statusCode(), problem.path("code").asText("no code"));
    } catch (JacksonException e) {
      return "HTTP " + response.statusCode();
    }
  }
}
