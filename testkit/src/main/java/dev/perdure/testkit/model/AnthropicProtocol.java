package dev.perdure.testkit.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Reply;
import dev.perdure.testkit.Behaviour.ToolCall;
import dev.perdure.testkit.internal.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Anthropic's messages. */
final class AnthropicProtocol implements ModelProtocol {

  @Override
  public ChatRequest parse(String path, JsonNode body) {
    var messages = new ArrayList<ChatRequest.Message>();
    messages.add(
        new ChatRequest.Message("system", OpenAiProtocol.text(body.path("system")), false));
    for (JsonNode message : body.path("messages")) {
      add(message, messages);
    }
    boolean stream = body.path("stream").asBoolean();
    boolean offersTools = !body.path("tools").isEmpty();
    return new ChatRequest(body.path("model").asText(), messages, stream, true, offersTools);
  }

  /** Tool results come inside messages of role {@code user}: they are told apart here. */
  private static void add(JsonNode message, List<ChatRequest.Message> messages) {
    String role = message.path("role").asText();
    boolean callsTools = false;
    boolean hasResult = false;
    for (JsonNode part : message.path("content")) {
      callsTools |= part.path("type").asText().equals("tool_use");
      if (part.path("type").asText().equals("tool_result")) {
        hasResult = true;
        messages.add(
            new ChatRequest.Message("tool", OpenAiProtocol.text(part.path("content")), false));
      }
    }
    String text = OpenAiProtocol.text(message.path("content"));
    if (!hasResult || !text.isEmpty()) {
      messages.add(new ChatRequest.Message(role, text, callsTools));
    }
  }

  @Override
  public JsonNode whole(ChatRequest request, Reply reply) {
    var message = head(request);
    var content = message.putArray("content");
    if (reply.text() != null) {
      content.addObject().put("type", "text").put("text", reply.text());
    }
    for (int i = 0; i < reply.toolCalls().size(); i++) {
      ToolCall call = reply.toolCalls().get(i);
      content.add(toolUse(request, call, i).set("input", Json.read(call.arguments())));
    }
    message.put("stop_reason", stopReason(reply));
    message.set("usage", usage(request, reply, Pieces.usage(request, reply).output()));
    return message;
  }

  @Override
  public Iterator<String> stream(ChatRequest request, Reply reply, int chunkSize, boolean endless) {
    var events = new EventStream();
    var message = head(request);
    message.putArray("content");
    message.putNull("stop_reason");
    message.set("usage", usage(request, reply, 1));
    var start = Json.object();
    start.set("message", message);
    events.then(event("message_start", start));
    int index = 0;
    if (reply.reasoning() != null) {
      var block = Json.object().put("type", "thinking").put("thinking", "");
      open(events, index, block, reply.reasoning(), chunkSize, false, "thinking");
      index++;
    }
    if (reply.text() != null || endless) {
      var block = Json.object().put("type", "text").put("text", "");
      String text = reply.text() == null ? "" : reply.text();
      open(events, index, block, text, chunkSize, endless, "text");
      index++;
    }
    for (int i = 0; i < reply.toolCalls().size(); i++) {
      ToolCall call = reply.toolCalls().get(i);
      var block = toolUse(request, call, i);
      block.putObject("input");
      open(events, index + i, block, call.arguments(), chunkSize, false, "input_json");
    }
    var end = Json.object();
    end.putObject("delta").put("stop_reason", stopReason(reply)).putNull("stop_sequence");
    end.putObject("usage").put("output_tokens", Pieces.usage(request, reply).output());
    return events.then(event("message_delta", end)).then(event("message_stop", Json.object()));
  }

  @Override
  public JsonNode error(int status, Fault fault) {
    var body = Json.object().put("type", "error");
    body.putObject("error")
        .put("type", fault.code() == null ? type(status) : fault.code())
        .put("message", fault.message() == null ? "scripted failure " + status : fault.message());
    return body;
  }

  @Override
  public String errorEvent(int status, Fault fault) {
    return "event: error\ndata: " + Json.write(error(status, fault)) + "\n\n";
  }

  private static void open(
      EventStream events,
      int index,
      ObjectNode block,
      String text,
      int chunkSize,
      boolean endless,
      String kind) {
    var start = Json.object().put("index", index);
    start.set("content_block", block);
    String field = kind.equals("input_json") ? "partial_json" : kind;
    events
        .then(event("content_block_start", start))
        .then(
            Pieces.of(text, chunkSize, endless),
            piece -> {
              var delta = Json.object().put("index", index);
              delta.putObject("delta").put("type", kind + "_delta").put(field, piece);
              return event("content_block_delta", delta);
            })
        .then(event("content_block_stop", Json.object().put("index", index)));
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 429 -> "rate_limit_error";
      case 529 -> "overloaded_error";
      default -> status >= 500 ? "api_error" : "invalid_request_error";
    };
  }

  private static ObjectNode head(ChatRequest request) {
    return Json.object()
        .put("id", Pieces.id("msg_", request, 0))
        .put("type", "message")
        .put("role", "assistant")
        .put("model", request.model());
  }

  private static String event(String type, ObjectNode data) {
    return "event: " + type + "\ndata: " + Json.write(data.put("type", type)) + "\n\n";
  }

  private static ObjectNode toolUse(ChatRequest request, ToolCall call, int index) {
    return Json.object()
        .put("type", "tool_use")
        .put("id", Pieces.id("toolu_", request, index))
        .put("name", call.name());
  }

  private static String stopReason(Reply reply) {
    return switch (Pieces.finishReason(reply)) {
      case "tool_calls" -> "tool_use";
      case "length" -> "max_tokens";
      case "content_filter" -> "refusal";
      default -> "end_turn";
    };
  }

  private static ObjectNode usage(ChatRequest request, Reply reply, int output) {
    var usage = Pieces.usage(request, reply);
    return Json.object()
        .put("input_tokens", usage.input() - usage.cached())
        .put("cache_read_input_tokens", usage.cached())
        .put("cache_creation_input_tokens", 0)
        .put("output_tokens", output);
  }
}
