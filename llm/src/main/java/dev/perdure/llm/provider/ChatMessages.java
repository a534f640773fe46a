package dev.perdure.llm.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Puts a context into LangChain4j's words. */
final class ChatMessages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOTHING = "(empty)";

  private ChatMessages() {}

  /**
   * The instructions, which stay the same, then the messages.
   *
   * @param image how the provider takes an image
   */
  static List<ChatMessage> of(ModelRequest request, Function<ContentPart.Image, Content> image) {
    var messages = new ArrayList<ChatMessage>();
    if (!request.instructions().isBlank()) {
      messages.add(SystemMessage.from(request.instructions()));
    }
    boolean begun = false;
    for (Message message : request.messages()) {
      switch (message.role()) {
        case SYSTEM -> messages.add(system(message, begun));
        case USER -> messages.add(UserMessage.from(contents(message, image)));
        case ASSISTANT -> messages.add(assistant(message));
        case TOOL -> messages.addAll(results(message));
      }
      begun |= message.role() != Role.SYSTEM;
    }
    return messages;
  }

  /** Not every provider takes a system message in mid-conversation: there it is told as a note. */
  private static ChatMessage system(Message message, boolean begun) {
    String text = orNothing(message.text());
    return begun ? UserMessage.from("Note from the system: " + text) : SystemMessage.from(text);
  }

  private static List<Content> contents(
      Message message, Function<ContentPart.Image, Content> images) {
    var contents = new ArrayList<Content>();
    for (ContentPart part : message.content()) {
      switch (part) {
        case ContentPart.Text text -> contents.add(TextContent.from(text.text()));
        case ContentPart.Image image -> contents.add(images.apply(image));
        case ContentPart.File file ->
            contents.add(
                TextContent.from(
                    "[file "
                        + file.name()
                        + ", "
                        + file.mediaType()
                        + ", at "
                        + file.path()
                        + "]"));
        case ContentPart.ToolCall _, ContentPart.ToolResult _ -> {}
      }
    }
    if (contents.isEmpty()) {
      contents.add(TextContent.from(NOTHING));
    }
    return contents;
  }

  /** By value if it is given, or else by address. */
  static Content image(ContentPart.Image image) {
    String data = image.data();
    String url = image.url();
    if (data != null) {
      return ImageContent.from(data, image.mediaType());
    }
    return url == null ? TextContent.from("[image without content]") : ImageContent.from(url);
  }

  private static ChatMessage assistant(Message message) {
    var calls = new ArrayList<ToolExecutionRequest>();
    for (ContentPart part : message.content()) {
      if (part instanceof ContentPart.ToolCall call) {
        calls.add(
            ToolExecutionRequest.builder()
                .id(call.id())
                .name(call.name())
                .arguments(objectOf(call.arguments()))
                .build());
      }
    }
    String text = message.text();
    return AiMessage.builder()
        .text(text.isEmpty() ? (calls.isEmpty() ? NOTHING : null) : text)
        .toolExecutionRequests(calls)
        .build();
  }

  private static List<ChatMessage> results(Message message) {
    var results = new ArrayList<ChatMessage>();
    for (ContentPart part : message.content()) {
      if (part instanceof ContentPart.ToolResult result) {
        results.add(
            ToolExecutionResultMessage.builder()
                .id(result.toolCallId())
                .toolName(result.name())
                .text(orNothing(result.content()))
                .isError(result.error())
                .build());
      }
    }
    return results;
  }

  /** Providers refuse a history with malformed arguments, so these go inside an object. */
  private static String objectOf(String arguments) {
    try {
      if (JSON.readTree(arguments).isObject()) {
        return arguments;
      }
    } catch (JsonProcessingException e) {
      // handled like JSON of another kind
    }
    try {
      return arguments.isBlank()
          ? "{}"
          : JSON.writeValueAsString(Map.of("malformed_arguments", arguments));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String orNothing(String text) {
    return text.isBlank() ? NOTHING : text;
  }
}
