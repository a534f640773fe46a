package dev.perdure.llm.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the tool calls out of a response. */
final class ToolCalls {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ToolCalls() {}

  /** The calls, each with an id that its thread has not seen; arguments as the model wrote them. */
  static List<ToolCall> of(ModelRequest request, ChatResponse response) {
    Set<String> taken = takenIds(request);
    var calls = new ArrayList<ToolCall>();
    for (ToolExecutionRequest asked : response.aiMessage().toolExecutionRequests()) {
      String id = id(asked.id(), request, calls.size(), taken);
      taken.add(id);
      String arguments = asked.arguments();
      calls.add(
          new ToolCall(
              id, asked.name(), arguments == null || arguments.isBlank() ? "{}" : arguments));
    }
    return List.copyOf(calls);
  }

  /** Whether all arguments are complete JSON. */
  static boolean whole(List<ToolCall> calls) {
    for (ToolCall call : calls) {
      try {
        JSON.readTree(call.arguments());
      } catch (JsonProcessingException e) {
        return false;
      }
    }
    return true;
  }

  static List<ContentPart> content(String text, List<ToolCall> calls) {
    var content = new ArrayList<ContentPart>();
    if (!text.isEmpty()) {
      content.add(new ContentPart.Text(text));
    }
    content.addAll(calls);
    return content;
  }

  /** Some servers send no ids, or the same ones in every reply. */
  private static String id(
      @Nullable String given, ModelRequest request, int index, Set<String> taken) {
    if (given != null && !given.isBlank() && !taken.contains(given)) {
      return given;
    }
    String run = request.step().run().runId().toString();
    return "call_" + run.substring(run.length() - 12) + "_" + request.step().number() + "_" + index;
  }

  private static Set<String> takenIds(ModelRequest request) {
    var ids = new HashSet<String>();
    for (var message : request.messages()) {
      for (ContentPart part : message.content()) {
        if (part instanceof ToolCall call) {
          ids.add(call.id());
        }
      }
    }
    return ids;
  }
}
