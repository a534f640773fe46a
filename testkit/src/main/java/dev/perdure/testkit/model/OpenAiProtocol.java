package dev.perdure.testkit.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Reply;
import dev.perdure.testkit.Behaviour.ToolCall;
import dev.perdure.testkit.internal.Json;
import java.util.ArrayList;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** OpenAI's chat completions. */
final class OpenAiProtocol implements ModelProtocol {

  @Override
  public ChatRequest parse(String path, JsonNode body) {
    var messages = new ArrayList<ChatRequest.Message>();
    for (JsonNode message : body.path("messages")) {
      messages.add(
          new ChatRequest.Message(
              message.path("role").asText(),
              text(message.path("content")),
              !message.path("tool_calls").isEmpty()));
    }
    return new ChatRequest(
        body.path("model").asText(),
        messages,
        body.path("stream").asBoolean(),
        body.path("stream_options").path("include_usage").asBoolean(),
        !body.path("tools").isEmpty());
  }

  static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.asText();
    }
    var text = new StringBuilder();
    for (JsonNode part : content) {
      text.append(part.path("text").asText(""));
    }
    return text.toString();
  }

  @Override
  public JsonNode whole(ChatRequest request, Reply reply) {
    var message = Json.object().put("role", "assistant").put("content", reply.text());
    if (reply.reasoning() != null) {
      message.put("reasoning_content", reply.reasoning());
    }
    if (!reply.toolCalls().isEmpty()) {
      var calls = message.putArray("tool_calls");
      for (int i = 0; i < reply.toolCalls().size(); i++) {
        calls.add(call(request, reply.toolCalls().get(i), i, reply.toolCalls().get(i).arguments()));
      }
    }
    var answer = head(request, "chat.completion");
    answer
        .putArray("choices")
        .addObject()
        .put("index", 0)
        .put("finish_reason", Pieces.finishReason(reply))
        .set("message", message);
    answer.set("usage", usage(request, reply));
    return answer;
  }

  @Override
  public Iterator<String> stream(ChatRequest request, Reply reply, int chunkSize, boolean endless) {
    var events = new EventStream();
    events.then(chunk(request, Json.object().put("role", "assistant").put("content", ""), null));
    events.then(
        Pieces.of(reply.reasoning(), chunkSize, false),
        piece -> chunk(request, Json.object().put("reasoning_content", piece), null));
    events.then(
        Pieces.of(reply.text(), chunkSize, endless),
        piece -> chunk(request, Json.object().put("content", piece), null));
    for (int i = 0; i < reply.toolCalls().size(); i++) {
      int index = i;
      ToolCall call = reply.toolCalls().get(i);
      events.then(chunk(request, calls(call(request, call, i, "")), null));
      events.then(
          Pieces.of(call.arguments(), chunkSize, false),
          piece -> chunk(request, calls(arguments(index, piece)), null));
    }
    events.then(chunk(request, Json.object(), Pieces.finishReason(reply)));
    if (request.includeUsage()) {
      var last = head(request, "chat.completion.chunk");
      last.putArray("choices");
      last.set("usage", usage(request, reply));
      events.then(event(last));
    }
    return events.then("data: [DONE]\n\n");
  }

  @Override
  public JsonNode error(int status, Fault fault) {
    var body = Json.object();
    body.putObject("error")
        .put("message", fault.message() == null ? "scripted failure " + status : fault.message())
        .put("type", type(status))
        .put("code", fault.code());
    return body;
  }

  @Override
  public String errorEvent(int status, Fault fault) {
    return event(error(status, fault));
  }

  static String type(int status) {
    return switch (status) {
      case 401, 403 -> "authentication_error";
      case 429 -> "rate_limit_error";
      default -> status >= 500 ? "server_error" : "invalid_request_error";
    };
  }

  static ObjectNode head(ChatRequest request, String object) {
    return Json.object()
        .put("id", Pieces.id("chatcmpl-", request, 0))
        .put("object", object)
        .put("created", 0)
        .put("model", request.model());
  }

  static String chunk(ChatRequest request, ObjectNode delta, @Nullable String finishReason) {
    var chunk = head(request, "chat.completion.chunk");
    var choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", finishReason);
    return event(chunk);
  }

  static String event(JsonNode data) {
    return "data: " + Json.write(data) + "\n\n";
  }

  static ObjectNode call(ChatRequest request, ToolCall call, int index, String arguments) {
    var node =
        Json.object()
            .put("index", index)
            .put("id", Pieces.id("call_", request, index))
            .put("type", "function");
    node.putObject("function").put("name", call.name()).put("arguments", arguments);
    return node;
  }

  private static ObjectNode arguments(int index, String piece) {
    var node = Json.object().put("index", index);
    node.putObject("function").put("arguments", piece);
    return node;
  }

  private static ObjectNode calls(ObjectNode call) {
    var delta = Json.object();
    delta.putArray("tool_calls").add(call);
    return delta;
  }

  static ObjectNode usage(ChatRequest request, Reply reply) {
    var usage = Pieces.usage(request, reply);
    var node =
        Json.object()
            .put("prompt_tokens", usage.input())
            .put("completion_tokens", usage.output())
            .put("total_tokens", usage.input() + usage.output());
    node.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
    node.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
    return node;
  }
}
