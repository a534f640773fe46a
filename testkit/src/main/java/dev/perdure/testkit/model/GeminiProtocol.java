package dev.perdure.testkit.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Reply;
import dev.perdure.testkit.Behaviour.ToolCall;
import dev.perdure.testkit.internal.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The Gemini API, version v1beta, as its reference describes {@code generateContent} and {@code
 * streamGenerateContent?alt=sse} (ai.google.dev/api/generate-content, as public by 2026-11-22). The
 * model is named in the path; a conversation in which calls and results do not match is refused.
 */
final class GeminiProtocol implements ModelProtocol {

  @Override
  public ChatRequest parse(String path, JsonNode body) {
    var messages = new ArrayList<ChatRequest.Message>();
    messages.add(
        new ChatRequest.Message(
            "system", OpenAiProtocol.text(body.path("systemInstruction").path("parts")), false));
    int open = 0;
    for (JsonNode content : body.path("contents")) {
      int results = count(content, "functionResponse");
      if (results != open) {
        throw new IllegalArgumentException(
            "Please ensure that the number of function response parts is equal to the number of"
                + " function call parts of the function call turn.");
      }
      open = count(content, "functionCall");
      add(content, open > 0, messages);
    }
    String model = path.substring(path.lastIndexOf('/') + 1, path.indexOf(':'));
    return new ChatRequest(
        model,
        messages,
        path.endsWith(":streamGenerateContent"),
        true,
        !body.path("tools").isEmpty());
  }

  private static int count(JsonNode content, String kind) {
    int count = 0;
    for (JsonNode part : content.path("parts")) {
      count += part.has(kind) ? 1 : 0;
    }
    return count;
  }

  private static void add(
      JsonNode content, boolean callsTools, List<ChatRequest.Message> messages) {
    boolean hasResult = false;
    for (JsonNode part : content.path("parts")) {
      JsonNode result = part.path("functionResponse");
      if (result.isObject()) {
        hasResult = true;
        messages.add(
            new ChatRequest.Message("tool", result.at("/response/response").asText(), false));
      }
    }
    if (!hasResult) {
      String role = content.path("role").asText().equals("model") ? "assistant" : "user";
      messages.add(
          new ChatRequest.Message(role, OpenAiProtocol.text(content.path("parts")), callsTools));
    }
  }

  @Override
  public JsonNode whole(ChatRequest request, Reply reply) {
    var answer = head(request);
    var candidate = answer.putArray("candidates").addObject();
    var parts = candidate.putObject("content").put("role", "model").putArray("parts");
    if (reply.text() != null) {
      parts.addObject().put("text", reply.text());
    }
    reply.toolCalls().forEach(call -> parts.add(call(call)));
    candidate.put("finishReason", finishReason(reply));
    answer.set("usageMetadata", usage(request, reply));
    return answer;
  }

  @Override
  public Iterator<String> stream(ChatRequest request, Reply reply, int chunkSize, boolean endless) {
    var events = new EventStream();
    events.then(
        Pieces.of(reply.reasoning(), chunkSize, false),
        piece -> chunk(request, Json.object().put("text", piece).put("thought", true)));
    events.then(
        Pieces.of(reply.text(), chunkSize, endless),
        piece -> chunk(request, Json.object().put("text", piece)));
    for (ToolCall call : reply.toolCalls()) {
      events.then(chunk(request, call(call)));
    }
    var last = head(request);
    var candidate = last.putArray("candidates").addObject();
    candidate
        .putObject("content")
        .put("role", "model")
        .putArray("parts")
        .addObject()
        .put("text", "");
    candidate.put("finishReason", finishReason(reply)).put("index", 0);
    last.set("usageMetadata", usage(request, reply));
    return events.then(event(last));
  }

  @Override
  public JsonNode error(int status, Fault fault) {
    var body = Json.object();
    var error =
        body.putObject("error")
            .put("code", status)
            .put("message", fault.message() == null ? "scripted failure" : fault.message())
            .put("status", status(status));
    if (fault.code() != null) {
      error
          .putArray("details")
          .addObject()
          .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
          .put("reason", fault.code());
    }
    return body;
  }

  @Override
  public String errorEvent(int status, Fault fault) {
    return event(error(status, fault));
  }

  private static String status(int status) {
    return switch (status) {
      case 400 -> "INVALID_ARGUMENT";
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 503 -> "UNAVAILABLE";
      default -> "INTERNAL";
    };
  }

  private static String finishReason(Reply reply) {
    return switch (Pieces.finishReason(reply)) {
      case "length" -> "MAX_TOKENS";
      case "content_filter" -> "SAFETY";
      default -> "STOP";
    };
  }

  private static ObjectNode head(ChatRequest request) {
    return Json.object()
        .put("responseId", Pieces.id("", request, 0))
        .put("modelVersion", request.model());
  }

  private static String chunk(ChatRequest request, ObjectNode part) {
    var chunk = head(request);
    var candidate = chunk.putArray("candidates").addObject().put("index", 0);
    candidate.putObject("content").put("role", "model").putArray("parts").add(part);
    return event(chunk);
  }

  private static String event(JsonNode data) {
    return "data: " + Json.write(data) + "\r\n\r\n";
  }

  /** Without an id, as Gemini calls. Arguments that are not JSON break the event. */
  private static ObjectNode call(ToolCall call) {
    var part = Json.object();
    part.putObject("functionCall")
        .put("name", call.name())
        .putRawValue("args", new RawValue(call.arguments()));
    return part;
  }

  private static ObjectNode usage(ChatRequest request, Reply reply) {
    var usage = Pieces.usage(request, reply);
    return Json.object()
        .put("promptTokenCount", usage.input())
        .put("cachedContentTokenCount", usage.cached())
        .put("candidatesTokenCount", usage.output() - usage.reasoning())
        .put("thoughtsTokenCount", usage.reasoning())
        .put("totalTokenCount", usage.input() + usage.output());
  }
}
