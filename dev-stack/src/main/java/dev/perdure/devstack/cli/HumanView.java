package dev.perdure.devstack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** Steps, tool calls and tokens, as a person reads them. */
final class HumanView implements RunView {

  private static final int MOST = 300;

  private final Terminal terminal;
  private final Map<String, OpenText> texts = new HashMap<>();
  private final Map<String, StringBuilder> arguments = new HashMap<>();
  private final Map<String, String> tools = new HashMap<>();
  private boolean inLine;

  HumanView(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void started(ApiClient.Started run) {
    terminal.note("run %s, session %s".formatted(run.runId(), run.sessionId()));
  }

  @Override
  public void reconnecting() {
    line("… connection lost, connecting again");
  }

  @Override
  public void event(String raw, JsonNode event) {
    switch (event.path("type").asText()) {
      case "STEP_STARTED" -> line("● " + event.path("stepName").asText());
      case "TEXT_MESSAGE_CONTENT" -> content(event);
      case "TEXT_MESSAGE_END" -> endLine();
      case "TOOL_CALL_START" ->
          tools.put(event.path("toolCallId").asText(), event.path("toolCallName").asText());
      case "TOOL_CALL_ARGS" ->
          arguments
              .computeIfAbsent(event.path("toolCallId").asText(), id -> new StringBuilder())
              .append(event.path("delta").asText());
      case "TOOL_CALL_END" -> toolCall(event.path("toolCallId").asText());
      case "TOOL_CALL_RESULT" -> toolResult(event);
      case "CUSTOM" -> custom(event);
      case "RUN_FINISHED" -> finished(event);
      case "RUN_ERROR" -> failed(event);
      default -> {}
    }
  }

  private void content(JsonNode event) {
    OpenText text = texts.computeIfAbsent(event.path("messageId").asText(), id -> new OpenText());
    int offset = event.path("metadata").path("offset").asInt(text.length());
    String fresh = text.place(offset, event.path("delta").asText());
    if (!fresh.isEmpty()) {
      terminal.text(fresh);
      inLine = !fresh.endsWith("\n");
    }
  }

  private void toolCall(String id) {
    line("  → %s %s".formatted(tools.getOrDefault(id, "tool"), shortened(argumentsOf(id))));
  }

  private String argumentsOf(String id) {
    StringBuilder found = arguments.remove(id);
    return found == null ? "" : found.toString();
  }

  private void toolResult(JsonNode event) {
    String name = tools.getOrDefault(event.path("toolCallId").asText(), "tool");
    line("  ← %s %s".formatted(name, shortened(event.path("content").asText())));
  }

  private void custom(JsonNode event) {
    JsonNode value = event.path("value");
    switch (event.path("name").asText()) {
      case "perdure.message_reset" -> line("  (that text is void: the step is tried again)");
      case "perdure.waiting" ->
          line("  the run waits: " + value.path("reason").asText(value.toString()));
      case "perdure.resumed" -> line("  the run goes on");
      case "perdure.cancelling" -> line("  the run is being cancelled");
      default -> {}
    }
  }

  private void finished(JsonNode event) {
    line("✓ run finished: " + event.path("outcome").path("type").asText("success"));
  }

  private void failed(JsonNode event) {
    line(
        "✗ run failed: %s (%s)"
            .formatted(event.path("message").asText(), event.path("code").asText()));
  }

  private void line(String text) {
    endLine();
    terminal.line(text);
  }

  private void endLine() {
    if (inLine) {
      terminal.line("");
      inLine = false;
    }
  }

  private static String shortened(String text) {
    String oneLine = text.replaceAll("\\s+", " ");
    return oneLine.length() <= MOST ? oneLine : oneLine.substring(0, MOST) + " …";
  }
}
