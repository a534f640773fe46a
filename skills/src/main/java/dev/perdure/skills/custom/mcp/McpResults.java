package dev.perdure.skills.custom.mcp;

import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.custom.Attachments;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a tool of a server answers into what a model reads: text and JSON as they are, files
 * into the workspace with a note, everything else as a note.
 */
final class McpResults {

  private final String skill;
  private final McpJson json;
  private final McpCredentials credentials;

  /**
   * @param credentials what they send must not come back
   */
  McpResults(String skill, McpJson json, McpCredentials credentials) {
    this.skill = skill;
    this.json = json;
    this.credentials = credentials;
  }

  ToolOutput read(Map<String, Object> result, OfferedTool tool, ToolInvocation invocation) {
    Object structured = result.get("structuredContent");
    if (!(result.get("content") instanceof List<?>) && structured == null) {
      return ToolOutput.failure("The MCP server answered without any content.");
    }
    List<String> parts = new ArrayList<>();
    if (result.get("content") instanceof List<?> blocks) {
      for (Object block : blocks) {
        String part = block instanceof Map<?, ?> map ? part(map, invocation) : "";
        // servers repeat structured content as text, for clients that don't know it
        if (!part.isEmpty() && !(structured != null && json.same(part, structured))) {
          parts.add(part);
        }
      }
    }
    boolean failed = Boolean.TRUE.equals(result.get("isError"));
    if (structured != null && tool.outputSchema() != null && !failed) {
      return ToolOutput.of(json.text(structured));
    }
    if (structured != null) {
      parts.add(json.text(structured));
    }
    String content = parts.isEmpty() ? "(no content)" : String.join("\n\n", parts);
    return failed ? ToolOutput.failure(content) : ToolOutput.of(content);
  }

  private String part(Map<?, ?> block, ToolInvocation invocation) {
    return switch (text(block.get("type"))) {
      case "text" -> text(block.get("text"));
      case "image", "audio" ->
          file(text(block.get("data")), text(block.get("mimeType")), invocation);
      case "resource" ->
          block.get("resource") instanceof Map<?, ?> resource ? resource(resource, invocation) : "";
      case "resource_link" ->
          "[a link to %s: %s %s]"
              .formatted(
                  text(block.get("uri")), text(block.get("name")), text(block.get("description")));
      default -> "[content of a kind that is not known here]";
    };
  }

  private String resource(Map<?, ?> resource, ToolInvocation invocation) {
    String uri = text(resource.get("uri"));
    return resource.get("text") instanceof String text
        ? "[" + uri + "]\n" + text
        : "["
            + uri
            + "] "
            + file(text(resource.get("blob")), text(resource.get("mimeType")), invocation);
  }

  private String file(String base64, String mediaType, ToolInvocation invocation) {
    try {
      return Attachments.keep(
          "mcp/" + skill,
          credentials.sent(invocation.context()).without(Base64.getMimeDecoder().decode(base64)),
          mediaType,
          invocation.workspace());
    } catch (IllegalArgumentException e) {
      return "[a file that can't be decoded]";
    }
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }
}
