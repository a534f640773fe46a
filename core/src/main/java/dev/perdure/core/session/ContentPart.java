package dev.perdure.core.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/** One part of a message. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(ContentPart.Text.class),
  @JsonSubTypes.Type(ContentPart.Image.class),
  @JsonSubTypes.Type(ContentPart.File.class),
  @JsonSubTypes.Type(ContentPart.ToolCall.class),
  @JsonSubTypes.Type(ContentPart.ToolResult.class)
})
public sealed interface ContentPart {

  /** Plain text or Markdown. */
  @JsonTypeName("text")
  record Text(String text) implements ContentPart {}

  /**
   * A picture, by address or by value.
   *
   * @param data base64, without a data: prefix
   */
  @JsonTypeName("image")
  record Image(String mediaType, @Nullable String url, @Nullable String data)
      implements ContentPart {}

  /** A reference to a file of the session's workspace. */
  @JsonTypeName("file")
  record File(String name, String mediaType, String path) implements ContentPart {}

  /**
   * A call the model asks for.
   *
   * @param id unique within the thread; pairs the call with its result
   * @param arguments JSON as the model wrote it, which may be malformed
   */
  @JsonTypeName("tool_call")
  record ToolCall(String id, String name, String arguments) implements ContentPart {}

  /**
   * What a call came to.
   *
   * @param toolCallId the {@link ToolCall#id} it answers
   * @param error whether the content tells of a failure
   * @param untrusted the tool that brought the content from outside, where others write: it is data
   *     to the agent and gives it no orders; absent for what can be trusted
   */
  @JsonTypeName("tool_result")
  record ToolResult(
      String toolCallId,
      String name,
      String content,
      boolean error,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String untrusted)
      implements ContentPart {

    /** A result that can be trusted. */
    public ToolResult(String toolCallId, String name, String content, boolean error) {
      this(toolCallId, name, content, error, null);
    }
  }
}
