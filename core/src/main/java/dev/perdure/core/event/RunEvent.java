package dev.perdure.core.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.perdure.core.step.StepKind;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A durable event in the vocabulary of AG-UI 1.0; field names are the protocol's. Text deltas are
 * not here: they are live only, see {@link Delta}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonSubTypes({
  @JsonSubTypes.Type(RunEvent.RunStarted.class),
  @JsonSubTypes.Type(RunEvent.RunFinished.class),
  @JsonSubTypes.Type(RunEvent.RunErrored.class),
  @JsonSubTypes.Type(RunEvent.StepStarted.class),
  @JsonSubTypes.Type(RunEvent.StepFinished.class),
  @JsonSubTypes.Type(RunEvent.TextMessageStart.class),
  @JsonSubTypes.Type(RunEvent.TextMessageEnd.class),
  @JsonSubTypes.Type(RunEvent.ToolCallStart.class),
  @JsonSubTypes.Type(RunEvent.ToolCallArgs.class),
  @JsonSubTypes.Type(RunEvent.ToolCallEnd.class),
  @JsonSubTypes.Type(RunEvent.ToolCallResult.class),
  @JsonSubTypes.Type(RunEvent.SubagentStarted.class),
  @JsonSubTypes.Type(RunEvent.SubagentFinished.class),
  @JsonSubTypes.Type(RunEvent.SubagentErrored.class),
  @JsonSubTypes.Type(RunEvent.ReasoningStart.class),
  @JsonSubTypes.Type(RunEvent.ReasoningEnd.class),
  @JsonSubTypes.Type(RunEvent.Custom.class)
})
public sealed interface RunEvent {

  /** A run began; {@code threadId} is our session id. */
  @JsonTypeName("RUN_STARTED")
  record RunStarted(UUID threadId, UUID runId, String protocolVersion) implements RunEvent {}

  /** A run ended without failing. */
  @JsonTypeName("RUN_FINISHED")
  record RunFinished(UUID threadId, UUID runId, Outcome outcome, @Nullable Object result)
      implements RunEvent {}

  /** {@code success} or {@code cancelled}. */
  record Outcome(String type) {
    public static final Outcome SUCCESS = new Outcome("success");
    public static final Outcome CANCELLED = new Outcome("cancelled");
  }

  /** A run failed or expired. */
  @JsonTypeName("RUN_ERROR")
  record RunErrored(String message, String code) implements RunEvent {}

  @JsonTypeName("STEP_STARTED")
  record StepStarted(StepKind stepName) implements RunEvent {}

  @JsonTypeName("STEP_FINISHED")
  record StepFinished(StepKind stepName) implements RunEvent {}

  @JsonTypeName("TEXT_MESSAGE_START")
  record TextMessageStart(UUID messageId, String role) implements RunEvent {}

  /**
   * A message is closed.
   *
   * @param text the whole text, kept so that a reader of the log can be given it; stripped from the
   *     wire, where it travels as {@code TEXT_MESSAGE_CONTENT}. Absent when the message became
   *     void.
   */
  @JsonTypeName("TEXT_MESSAGE_END")
  record TextMessageEnd(UUID messageId, @Nullable String text) implements RunEvent {}

  @JsonTypeName("TOOL_CALL_START")
  record ToolCallStart(String toolCallId, String toolCallName, @Nullable UUID parentMessageId)
      implements RunEvent {}

  @JsonTypeName("TOOL_CALL_ARGS")
  record ToolCallArgs(String toolCallId, String delta) implements RunEvent {}

  @JsonTypeName("TOOL_CALL_END")
  record ToolCallEnd(String toolCallId) implements RunEvent {}

  /**
   * What a tool call came to.
   *
   * @param error true when the content tells of a failure, else absent; kept for readers of the
   *     log; on the wire, where AG-UI has no word for it, it travels in {@code metadata}
   */
  @JsonTypeName("TOOL_CALL_RESULT")
  record ToolCallResult(
      UUID messageId, String toolCallId, String content, String role, @Nullable Boolean error)
      implements RunEvent {

    /** A result that may tell of a failure. */
    public static ToolCallResult of(
        UUID messageId, String toolCallId, String content, boolean error) {
      return new ToolCallResult(messageId, toolCallId, content, "tool", error ? true : null);
    }
  }

  /**
   * A sub-agent began: what {@code RUN_STARTED} is for a run that a person started. Its events
   * carry {@code subagentRunId} on the wire.
   *
   * @param name the sub-agent's name in its parent's configuration
   * @param parentSubagentRunId its parent, when that is a sub-agent itself
   */
  @JsonTypeName("SUBAGENT_STARTED")
  record SubagentStarted(
      UUID subagentRunId,
      String name,
      @Nullable String description,
      @Nullable UUID parentSubagentRunId,
      @Nullable String parentToolCallId)
      implements RunEvent {}

  /** A sub-agent ended without failing; a cancelled one has {@code result.cancelled}. */
  @JsonTypeName("SUBAGENT_FINISHED")
  record SubagentFinished(UUID subagentRunId, @Nullable Object result) implements RunEvent {}

  /** A sub-agent failed or expired; its parent goes on. */
  @JsonTypeName("SUBAGENT_ERROR")
  record SubagentErrored(UUID subagentRunId, String message, String code) implements RunEvent {}

  /** The model begins to think aloud; on the wire {@code REASONING_MESSAGE_START} follows. */
  @JsonTypeName("REASONING_START")
  record ReasoningStart(UUID messageId) implements RunEvent {}

  /**
   * The model has thought; on the wire {@code REASONING_MESSAGE_END} comes before it.
   *
   * @param text the whole of it, kept for readers of the log as in {@link TextMessageEnd}; absent
   *     when it became void
   */
  @JsonTypeName("REASONING_END")
  record ReasoningEnd(UUID messageId, @Nullable String text) implements RunEvent {}

  /** What AG-UI has no word for; the name begins with {@code perdure.}. */
  @JsonTypeName("CUSTOM")
  record Custom(String name, Map<String, Object> value) implements RunEvent {

    /** A message that was streamed in part is void; a new attempt uses another message id. */
    public static final String MESSAGE_RESET = "perdure.message_reset";

    /** The run waits; the value names the reason and what can be done. */
    public static final String WAITING = "perdure.waiting";

    /** The run goes on after a wait; the value names the interrupt and how it was settled. */
    public static final String RESUMED = "perdure.resumed";

    /** A wait is getting long; the value is the open interrupt. */
    public static final String REMINDER = "perdure.reminder";

    /** The run begins no further step until it is resumed. */
    public static final String PAUSED = "perdure.paused";

    /** An input was taken in while the run was active. */
    public static final String STEERED = "perdure.steered";

    /** A fallback model took over, or the run can't go on by itself. */
    public static final String DEGRADED = "perdure.degraded";

    /** A result too large for the transcript was kept as an artifact. */
    public static final String ARTIFACT = "perdure.artifact";

    /** What became of an effect: unknown, late_committed, undone, or why it could not be undone. */
    public static final String EFFECT = "perdure.effect";

    /** What a tool shows while it works; live only, see {@link OutputDelta}. */
    public static final String TOOL_OUTPUT = "perdure.tool_output";

    /** A budget was raised. */
    public static final String TOPPED_UP = "perdure.topped_up";

    /** Tokens of one model call. */
    public static final String USAGE = "perdure.usage";

    /** A cancel was accepted. */
    public static final String CANCELLING = "perdure.cancelling";

    public Custom {
      value = Map.copyOf(value);
    }
  }
}
