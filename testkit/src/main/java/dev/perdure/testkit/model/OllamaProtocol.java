package dev.perdure.testkit.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Reply;
import dev.perdure.testkit.internal.Json;
import java.util.ArrayList;
import java.util.Iterator;

/**
 * Ollama's chat (github.com/ollama/ollama, docs/api.md, as public by 2026-11-22, and as LangChain4j
 * 1.18.0 reads them): one JSON object a line, arguments as objects, no types of errors.
 */
final class OllamaProtocol implements ModelProtocol {

  @Override
  public String contentType() {
    return "application/x-ndjson";
  }

  @Override
  public String garbage() {
    return "{\"model\": \"broken\", \"mess\n";
  }

  @Override
  public ChatRequest parse(String path, JsonNode body) {
    var messages = new ArrayList<ChatRequest.Message>();
    for (JsonNode message : body.path("messages")) {
      messages.add(
          new ChatRequest.Message(
              message.path("role").asText(),
              message.path("content").asText(""),
              !message.path("tool_calls").isEmpty()));
    }
    return new ChatRequest(
        body.path("model").asText(),
        messages,
        body.path("stream").asBoolean(true),
        true,
        !body.path("tools").isEmpty());
  }

  @Override
  public JsonNode whole(ChatRequest request, Reply reply) {
    var line = last(request, reply);
    var message = Json.object().put("role", "assistant").put("content", reply.text());
    line.set("message", message);
    var calls = message.putArray("tool_calls");
    for (int i = 0; i < reply.toolCalls().size(); i++) {
      calls.add(call(request, reply, i));
    }
    return line;
  }

  @Override
  public Iterator<String> stream(ChatRequest request, Reply reply, int chunkSize, boolean endless) {
    var events = new EventStream();
    events.then(
        Pieces.of(reply.reasoning(), chunkSize, false),
        piece -> line(request, Json.object().put("content", "").put("thinking", piece)));
    events.then(
        Pieces.of(reply.text(), chunkSize, endless),
        piece -> line(request, Json.object().put("content", piece)));
    for (int i = 0; i < reply.toolCalls().size(); i++) {
      var message = Json.object().put("content", "");
      message.putArray("tool_calls").add(call(request, reply, i));
      events.then(line(request, message));
    }
    return events.then(Json.write(last(request, reply)) + "\n");
  }

  @Override
  public JsonNode error(int status, Fault fault) {
    String message = fault.message() == null ? "scripted failure" : fault.message();
    return Json.object()
        .put("error", fault.code() == null ? message : message + " (" + fault.code() + ")");
  }

  @Override
  public String errorEvent(int status, Fault fault) {
    return Json.write(error(status, fault)) + "\n";
  }

  private static ObjectNode head(ChatRequest request) {
    return Json.object()
        .put("model", request.model())
        .put("created_at", "2026-11-22T00:00:00.000000Z");
  }

  private static String line(ChatRequest request, ObjectNode message) {
    var line = head(request);
    line.set("message", message.put("role", "assistant"));
    return Json.write(line.put("done", false)) + "\n";
  }

  private static ObjectNode last(ChatRequest request, Reply reply) {
    var usage = Pieces.usage(request, reply);
    var line = head(request);
    line.putObject("message").put("role", "assistant").put("content", "");
    return line.put("done", true)
        .put("done_reason", Pieces.finishReason(reply).equals("length") ? "length" : "stop")
        .put("prompt_eval_count", usage.input())
        .put("eval_count", usage.output());
  }

  /** Arguments that are not JSON break the line. */
  private static ObjectNode call(ChatRequest request, Reply reply, int index) {
    var call = reply.toolCalls().get(index);
    var node = Json.object().put("id", Pieces.id("call_", request, index));
    node.putObject("function")
        .put("index", index)
        .put("name", call.name())
        .putRawValue("arguments", new RawValue(call.arguments()));
    return node;
  }
}
