package dev.perdure.api.stream;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.OutputDelta;
import dev.perdure.core.event.RunEvent;
import java.util.Objects;
import java.util.UUID;

/**
 * Events as they travel: AG-UI's fields, plus {@code timestamp} and {@code metadata}. What the log
 * keeps for itself, the text of {@code TEXT_MESSAGE_END} and {@code REASONING_END}, is left out;
 * that a tool call failed is told in {@code metadata}.
 */
final class WireJson {

  static final String CONTENT = "TEXT_MESSAGE_CONTENT";
  static final String REASONING_CONTENT = "REASONING_MESSAGE_CONTENT";
  static final String REASONING_MESSAGE_START = "REASONING_MESSAGE_START";
  static final String REASONING_MESSAGE_END = "REASONING_MESSAGE_END";

  private final ObjectMapper mapper = JsonMapper.builder().build();

  /** The wire name of an event's type. */
  static String type(RunEvent event) {
    return Objects.requireNonNull(event.getClass().getAnnotation(JsonTypeName.class)).value();
  }

  /** A durable event. */
  String event(LoggedEvent logged) {
    ObjectNode json = mapper.valueToTree(logged.event());
    if (logged.event() instanceof RunEvent.TextMessageEnd
        || logged.event() instanceof RunEvent.ReasoningEnd) {
      json.remove("text");
    }
    subAgent(json, Origin.of(logged));
    json.put("timestamp", logged.at().toEpochMilli());
    ObjectNode metadata = json.putObject("metadata");
    metadata.put("pos", logged.pos());
    place(metadata, Origin.of(logged), logged.sessionId());
    metadata.put("at", logged.at().toString());
    if (logged.event() instanceof RunEvent.ToolCallResult && json.remove("error") != null) {
      metadata.put("error", true);
    }
    return text(json);
  }

  /** The one message a reasoning has: AG-UI wants its start and end told too. */
  String reasoningMessage(String type, UUID messageId, LoggedEvent reasoning) {
    ObjectNode json = mapper.createObjectNode();
    json.put("type", type);
    json.put("messageId", messageId.toString());
    if (type.equals(REASONING_MESSAGE_START)) {
      json.put("role", "reasoning");
    }
    subAgent(json, Origin.of(reasoning));
    json.put("timestamp", reasoning.at().toEpochMilli());
    place(json.putObject("metadata"), Origin.of(reasoning), reasoning.sessionId());
    return text(json);
  }

  /** A piece of an open message; {@code offset} is where it begins in the message's text. */
  String content(
      String type, UUID sessionId, UUID messageId, Origin origin, int offset, String delta) {
    ObjectNode json = mapper.createObjectNode();
    json.put("type", type);
    json.put("messageId", messageId.toString());
    json.put("delta", delta);
    subAgent(json, origin);
    ObjectNode metadata = json.putObject("metadata");
    metadata.put("offset", offset);
    place(metadata, origin, sessionId);
    return text(json);
  }

  /** What a tool shows while it works. */
  String output(UUID sessionId, OutputDelta output) {
    Origin origin =
        new Origin(output.runId(), output.parentRunId(), output.stepId(), output.fence());
    ObjectNode json = mapper.createObjectNode();
    json.put("type", "CUSTOM");
    json.put("name", RunEvent.Custom.TOOL_OUTPUT);
    ObjectNode value = json.putObject("value");
    value.put("toolCallId", output.toolCallId());
    value.put("channel", output.channel().wireName());
    value.put("offset", output.offset());
    value.put("delta", output.text());
    subAgent(json, origin);
    place(json.putObject("metadata"), origin, sessionId);
    return text(json);
  }

  private static void subAgent(ObjectNode json, Origin origin) {
    if (origin.parentRunId() != null) {
      json.put("subagentRunId", origin.runId().toString());
    }
  }

  private static void place(ObjectNode metadata, Origin origin, UUID sessionId) {
    metadata.put("session_id", sessionId.toString());
    metadata.put("run_id", origin.runId().toString());
    if (origin.stepId() != null) {
      metadata.put("step_id", origin.stepId());
    }
    metadata.put("fence", origin.fence());
  }

  private String text(ObjectNode json) {
    try {
      return mapper.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
