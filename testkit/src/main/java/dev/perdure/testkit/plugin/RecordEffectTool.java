package dev.perdure.testkit.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.testkit.internal.Json;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Asks the effect recorder to write a note down, under the call's idempotency key. */
final class RecordEffectTool implements Tool {
  static final Map<String, Object> NOTE =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of("note", Map.of("type", "string", "description", "What to write down")),
          "required",
          List.of("note"));

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int MAX_ATTEMPTS = 4;

  private final Recorder recorder;

  RecordEffectTool(Recorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
        "record_effect",
        "Writes a note down in the effect recorder. Use it when the user asks to record something.",
        NOTE,
        Effect.IDEMPOTENT,
        TIMEOUT,
        MAX_ATTEMPTS);
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    if (recorder.isMissing()) {
      return noRecorder();
    }
    try {
      return read(recorder.send(invocation, invocation.arguments(), TIMEOUT));
    } catch (ExecutionException e) {
      throw PerdureException.toolRetryable(
          "recorder_unreachable", "The recorder can't be reached.", null, e);
    }
  }

  static ToolOutput noRecorder() {
    return ToolOutput.failure("There is no effect recorder: " + RecorderSkill.URL + " is not set.");
  }

  private static ToolOutput read(HttpResponse<String> response) {
    if (response.statusCode() >= 500) {
      throw PerdureException.toolRetryable(
          "recorder_failed", "The recorder answered " + response.statusCode() + ".", null, null);
    }
    if (response.statusCode() >= 300) {
      throw PerdureException.toolFinal(
          "recorder_refused", "The recorder answered " + response.statusCode() + ".", null);
    }
    return recorded(response);
  }

  static ToolOutput recorded(HttpResponse<String> response) {
    JsonNode answer = Json.read(response.body());
    return ToolOutput.of("Recorded as effect number " + answer.path("number").asInt() + ".");
  }
}
