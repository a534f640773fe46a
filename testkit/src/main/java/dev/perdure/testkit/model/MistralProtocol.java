package dev.perdure.testkit.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Reply;
import dev.perdure.testkit.internal.Json;
import java.util.Iterator;

/**
 * Mistral's chat completions (docs.mistral.ai/api, as public by 2026-11-22, and as LangChain4j
 * 1.18.0 reads them). They differ from OpenAI's: all tool calls come in one chunk, usage with the
 * finish reason, thoughts as parts of the content, and ids of tool calls have nine letters and
 * digits.
 */
final class MistralProtocol implements ModelProtocol {
  private static final String ID = "[a-zA-Z0-9]{9}";

  private final OpenAiProtocol openAi = new OpenAiProtocol();

  @Override
  public ChatRequest parse(String path, JsonNode body) {
    for (JsonNode message : body.path("messages")) {
      check(message.path("tool_call_id"));
      message.path("tool_calls").forEach(call -> check(call.path("id")));
    }
    return openAi.parse(path, body);
  }

  private static void check(JsonNode id) {
    if (id.isTextual() && !id.asText().matches(ID)) {
      throw new IllegalArgumentException(
          "Tool call id was " + id + " but must be a-z, A-Z, 0-9, with a length of 9.");
    }
  }

  @Override
  public JsonNode whole(ChatRequest request, Reply reply) {
    return openAi.whole(request, reply);
  }

  @Override
  public Iterator<String> stream(ChatRequest request, Reply reply, int chunkSize, boolean endless) {
    var events = new EventStream();
    events.then(
        OpenAiProtocol.chunk(
            request, Json.object().put("role", "assistant").put("content", ""), null));
    events.then(
        Pieces.of(reply.reasoning(), chunkSize, false),
        piece -> OpenAiProtocol.chunk(request, thought(piece), null));
    events.then(
        Pieces.of(reply.text(), chunkSize, endless),
        piece -> OpenAiProtocol.chunk(request, Json.object().put("content", piece), null));
    var last = OpenAiProtocol.head(request, "chat.completion.chunk");
    var choice = last.putArray("choices").addObject().put("index", 0);
    choice.set("delta", calls(request, reply));
    choice.put("finish_reason", Pieces.finishReason(reply));
    last.set("usage", OpenAiProtocol.usage(request, reply));
    return events.then(OpenAiProtocol.event(last)).then("data: [DONE]\n\n");
  }

  @Override
  public JsonNode error(int status, Fault fault) {
    return Json.object()
        .put("object", "error")
        .put("message", fault.message() == null ? "scripted failure " + status : fault.message())
        .put("type", OpenAiProtocol.type(status))
        .put("code", fault.code());
  }

  @Override
  public String errorEvent(int status, Fault fault) {
    return OpenAiProtocol.event(error(status, fault));
  }

  private static ObjectNode thought(String piece) {
    var delta = Json.object();
    var part = delta.putArray("content").addObject().put("type", "thinking");
    part.putArray("thinking").addObject().put("type", "text").put("text", piece);
    return delta;
  }

  private static ObjectNode calls(ChatRequest request, Reply reply) {
    var delta = Json.object().put("content", "");
    if (reply.toolCalls().isEmpty()) {
      return delta;
    }
    var calls = delta.putArray("tool_calls");
    for (int i = 0; i < reply.toolCalls().size(); i++) {
      var call = reply.toolCalls().get(i);
      calls.add(OpenAiProtocol.call(request, call, i, call.arguments()).put("id", id(request, i)));
    }
    return delta;
  }

  private static String id(ChatRequest request, int index) {
    String digits = Pieces.id("", request, index).replaceAll("[^a-z0-9]", "");
    return ("00000000" + digits).substring(digits.length() - 1);
  }
}
