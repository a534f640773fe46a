package dev.perdure.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perdure.testkit.internal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;

/** A bare client of the model server, so that its wire format is seen as it is. */
final class ChatClient implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ModelServer server;

  ChatClient(ModelServer server) {
    this.server = server;
  }

  static ObjectNode request(String userText, boolean stream) {
    var body = Json.object().put("model", "scripted").put("stream", stream);
    body.putObject("stream_options").put("include_usage", true);
    body.putArray("tools").addObject().put("type", "function");
    body.putArray("messages").addObject().put("role", "user").put("content", userText);
    return body;
  }

  HttpResponse<String> send(String path, ObjectNode body) {
    try {
      return http.send(post(path, body), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode chat(ObjectNode body) {
    return Json.read(send("/chat/completions", body).body());
  }

  /** The data of a stream's events, each as it comes. */
  Stream<String> events(String path, ObjectNode body) {
    try {
      return http.send(post(path, body), BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith("data: "))
          .map(line -> line.substring("data: ".length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  List<JsonNode> chunks(ObjectNode body) {
    return events("/chat/completions", body)
        .filter(data -> !data.equals("[DONE]"))
        .map(Json::read)
        .toList();
  }

  /** Takes the calls of an answer into the request, each with a result. */
  static void answerCalls(ObjectNode request, JsonNode answer, String result) {
    JsonNode message = answer.at("/choices/0/message");
    var messages = (ArrayNode) request.path("messages");
    messages.add(message);
    for (JsonNode call : message.path("tool_calls")) {
      messages
          .addObject()
          .put("role", "tool")
          .put("tool_call_id", call.path("id").asText())
          .put("content", result);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest post(String path, ObjectNode body) {
    return HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
        .header("Authorization", "Bearer test-key")
        .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
        .build();
  }
}
