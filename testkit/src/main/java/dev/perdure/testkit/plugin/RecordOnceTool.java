package dev.perdure.testkit.plugin;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Has a note written down that must not be written twice: nothing at the other end deduplicates.
 * What it can't be sure of it does not call a failure.
 */
class RecordOnceTool implements Tool {
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private final String name;
  private final Recorder recorder;

  RecordOnceTool(String name, Recorder recorder) {
    this.name = name;
    this.recorder = recorder;
  }

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
        name,
        "Writes a note down in the effect recorder, which counts every call.",
        RecordEffectTool.NOTE,
        Effect.ONCE,
        TIMEOUT,
        1);
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    if (recorder.isMissing()) {
      return RecordEffectTool.noRecorder();
    }
    HttpResponse<String> response = send(recorder, invocation, invocation.arguments());
    if (response.statusCode() / 100 == 4) {
      throw PerdureException.toolFinal(
          "recorder_refused", "The recorder answered " + response.statusCode() + ".", null);
    }
    if (response.statusCode() != 200) {
      throw new IllegalStateException("the recorder answered " + response.statusCode());
    }
    return RecordEffectTool.recorded(response);
  }

  /** The answer; what is thrown without one does not say whether it happened. */
  static HttpResponse<String> send(
      Recorder recorder, ToolInvocation invocation, Map<String, Object> payload) {
    try {
      return recorder.send(invocation, payload, TIMEOUT);
    } catch (ExecutionException e) {
      throw new UncheckedIOException(new IOException("no answer of the recorder", e));
    }
  }
}
