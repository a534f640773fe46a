package dev.perdure.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A client of one organization. Every answer is held against the OpenAPI document. */
final class Client {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI url;
  private final String key;
  private final Contract contract;

  Client(URI url, String key, Contract contract) {
    this.url = url;
    this.key = key;
    this.contract = contract;
  }

  Answer get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  Answer post(String path, String body, String... headers) {
    return json("POST", path, body, headers);
  }

  Answer patch(String path, String body) {
    return json("PATCH", path, body);
  }

  Answer delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  Answer json(String method, String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return send(method, path, BodyPublishers.ofString(body), all.toArray(String[]::new));
  }

  Answer send(String method, String path, BodyPublisher body, String... headers) {
    HttpResponse<String> response =
        exchange(method, path, body, HttpResponse.BodyHandlers.ofString(), headers);
    return answer(method, path, response, response.body());
  }

  /** What a stream says at first; it is closed when it has told an event, or soon. */
  Answer peek(String path, String... headers) {
    HttpResponse<InputStream> response =
        exchange(
            "GET",
            path,
            BodyPublishers.noBody(),
            HttpResponse.BodyHandlers.ofInputStream(),
            headers);
    return answer("GET", path, response, FirstWords.of(response.body()));
  }

  private <T> HttpResponse<T> exchange(
      String method,
      String path,
      BodyPublisher body,
      HttpResponse.BodyHandler<T> handler,
      String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(40))
            .method(method, body);
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Answer answer(String method, String path, HttpResponse<?> response, String text) {
    contract.check(method, URI.create(path).getPath(), response, text);
    return new Answer(response.statusCode(), response.headers(), text, parse(response, text));
  }

  String newAgent() {
    return post("/v1/agents", "{\"name\":\"%s\"}".formatted(UUID.randomUUID()))
        .expect(201)
        .string("id");
  }

  String newSession() {
    return post("/v1/sessions", "{\"agent\":\"demo\"}").expect(201).string("id");
  }

  /** Starts a run of the demo agent. */
  Answer run(String input) {
    return post(
            "/v1/runs", JSON.createObjectNode().put("agent", "demo").put("input", input).toString())
        .expect(202);
  }

  /** Waits for the end of a run. */
  Answer await(Answer accepted) {
    return get("/v1/runs/" + accepted.string("run_id") + "?wait=30s").expect(200);
  }

  private static JsonNode parse(HttpResponse<?> response, String text) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.contains("json")) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
