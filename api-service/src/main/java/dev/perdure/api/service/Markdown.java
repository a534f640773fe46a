package dev.perdure.api.service;

import dev.perdure.api.body.SessionExport;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import java.util.regex.Pattern;

/** Writes a session as Markdown, for people to read and keep. */
public final class Markdown {

  private static final Pattern FENCE = Pattern.compile("`{3,}");

  private Markdown() {}

  /** The whole session. */
  public static String of(SessionExport export) {
    String title = export.session().title();
    StringBuilder out = new StringBuilder();
    out.append("# ").append(title == null ? "Session" : title.replace('\n', ' ')).append("\n\n");
    out.append("Session `").append(export.session().id()).append("`, begun ");
    out.append(export.session().createdAt()).append("\n");
    export.messages().forEach(message -> append(out, message));
    return out.toString();
  }

  private static void append(StringBuilder out, Message message) {
    out.append("\n## ").append(heading(message)).append(" · ").append(message.createdAt());
    out.append("\n");
    message.content().forEach(part -> out.append('\n').append(part(part)).append('\n'));
  }

  private static String heading(Message message) {
    return switch (message.role()) {
      case SYSTEM -> "System";
      case USER -> "User";
      case ASSISTANT -> "Assistant";
      case TOOL -> "Tool";
    };
  }

  private static String part(ContentPart part) {
    return switch (part) {
      case ContentPart.Text text -> text.text();
      case ContentPart.Image image ->
          image.url() == null
              ? "*(image, " + image.mediaType() + ")*"
              : "![image](<" + image.url() + ">)";
      case ContentPart.File file -> "*(file `" + file.path() + "`, " + file.mediaType() + ")*";
      case ContentPart.ToolCall call ->
          "Calls `" + call.name() + "` (`" + call.id() + "`):\n\n" + fenced(call.arguments());
      case ContentPart.ToolResult result ->
          (result.error() ? "Failure of `" : "Result of `")
              + result.name()
              + "` (`"
              + result.toolCallId()
              + "`):\n\n"
              + fenced(result.content());
    };
  }

  /** A code block whose fence is longer than any inside it. */
  private static String fenced(String text) {
    int longest =
        FENCE.matcher(text).results().mapToInt(match -> match.group().length()).max().orElse(2);
    String fence = "`".repeat(longest + 1);
    return fence + "\n" + text + "\n" + fence;
  }
}
