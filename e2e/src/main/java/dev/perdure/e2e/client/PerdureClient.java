package dev.perdure.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Calls the public API as one caller. */
public final class PerdureClient {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpClient http;
  private final String baseUrl;
  private final String apiKey;

  private PerdureClient(HttpClient http, String baseUrl, String apiKey) {
    this.http = http;
    this.baseUrl = baseUrl;
    this.apiKey = apiKey;
  }

  public PerdureClient(String baseUrl, String apiKey) {
    this(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build(),
        baseUrl,
        apiKey);
  }

  /** The same API as another caller. */
  public PerdureClient as(String otherKey) {
    return new PerdureClient(http, baseUrl, otherKey);
  }

  /** Another node of the same service. */
  public PerdureClient at(String otherUrl) {
    return new PerdureClient(http, otherUrl, apiKey);
  }

  /** Sends a request; the answer may be any. */
  public Reply call(
      String method, String path, @Nullable Object body, Map<String, String> headers) {
    HttpRequest.Builder request =
        request(path)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(
                        body instanceof String text ? text : Json.write(body)));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::setHeader);
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(
          method + " " + path, response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + method + " " + path, e);
    }
  }

  /** As {@link #call}, but does not wait for the end of an event stream: its text is empty. */
  public Reply probe(String method, String path, @Nullable Object body) {
    if (!method.equals("GET") || !path.endsWith("/events")) {
      return call(method, path, body, Map.of());
    }
    try (SseConnection _ = openStream(path, 0)) {
      return new Reply(method + " " + path, 200, HttpHeaders.of(Map.of(), (a, b) -> true), "");
    } catch (ApiFailure refused) {
      return refused.reply();
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at " + path, e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(LIMIT);
    if (!apiKey.isEmpty()) {
      builder.header("Authorization", "Bearer " + apiKey);
    }
    return builder;
  }

  public Reply get(String path) {
    return call("GET", path, null, Map.of());
  }

  public Reply post(String path, @Nullable Object body) {
    return call("POST", path, body, Map.of());
  }

  /** Makes an agent and says its id. */
  public String createAgent(AgentSpec spec) {
    return post("/v1/agents", spec.body()).expect(201).json().path("id").asText();
  }

  /** Starts a run in a new session. */
  public Started start(String agentId, String input) {
    return started(post("/v1/runs", Map.of("agent_id", agentId, "input", input)));
  }

  /** Starts a run in a session. */
  public Started startIn(String sessionId, String input, Map<String, Object> more) {
    Map<String, Object> body = new LinkedHashMap<>(more);
    body.put("input", input);
    return started(post("/v1/sessions/" + sessionId + "/runs", body));
  }

  /** Reads the answer to a start. */
  public static Started started(Reply reply) {
    return Json.as(reply.expect(202).json(), Started.class);
  }

  public RunView run(String runId) {
    return Json.as(get("/v1/runs/" + runId).expect(200).json(), RunView.class);
  }

  /** Long-polls until the run has ended. */
  public RunView awaitEnd(String runId, Duration limit) {
    return await(runId, limit, RunView::ended);
  }

  /** Polls until the run is as wanted; a service that is away for a while is asked again. */
  public RunView await(String runId, Duration limit, Predicate<RunView> wanted) {
    Instant deadline = Instant.now().plus(limit);
    Object last = "nothing";
    while (Instant.now().isBefore(deadline)) {
      try {
        Reply reply = get("/v1/runs/" + runId + "?wait=2s");
        last = reply;
        if (reply.status() == 200) {
          RunView run = Json.as(reply.json(), RunView.class);
          if (wanted.test(run)) {
            return run;
          }
        } else if (reply.status() < 500) {
          reply.expect(200);
        }
      } catch (UncheckedIOException e) {
        last = e;
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    throw new IllegalStateException(
        "run " + runId + " is not as wanted after " + limit + "; last: " + last);
  }

  public RunView cancel(String runId) {
    Reply reply = post("/v1/runs/" + runId + "/cancel", Map.of()).ok();
    return Json.as(reply.json().path("run"), RunView.class);
  }

  /** What a run is told. */
  public Steering steer(String runId) {
    return new Steering(this, runId);
  }

  public List<MessageView> messages(String sessionId) {
    return Json.list(all("/v1/sessions/" + sessionId + "/messages"), MessageView.class);
  }

  public List<StepView> steps(String runId) {
    return Json.list(items(get("/v1/runs/" + runId + "/steps").expect(200)), StepView.class);
  }

  /** The execution log of a run, as kept. */
  public List<JsonNode> logs(String runId) {
    List<JsonNode> logs = new ArrayList<>();
    all("/v1/runs/" + runId + "/logs").forEach(logs::add);
    return logs;
  }

  /** All pages of a list. */
  public JsonNode all(String path) {
    ArrayNode items = Json.array();
    String after = "";
    do {
      JsonNode page = get(path + "?limit=100" + after).expect(200).json();
      page.path("items").forEach(items::add);
      String next = page.path("next").asText("");
      after = next.isEmpty() || next.equals("null") ? "" : "&after=" + encode(next);
    } while (!after.isEmpty());
    return items;
  }

  private static JsonNode items(Reply reply) {
    JsonNode json = reply.json();
    return json.isArray() ? json : json.path("items");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Follows a run's events from the beginning. */
  public StreamWatcher watchRun(String runId, Cuts cuts) {
    return StreamWatcher.follow(this, "/v1/runs/" + runId + "/events", 0, cuts);
  }

  /** Follows a session's events after a position. */
  public StreamWatcher watchSession(String sessionId, long after, Cuts cuts) {
    return StreamWatcher.follow(this, "/v1/sessions/" + sessionId + "/events", after, cuts);
  }

  SseConnection openStream(String path, long after) throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
    if (after > 0) {
      request.header("Last-Event-ID", Long.toString(after));
    }
    return SseConnection.open(http, request.build());
  }
}
