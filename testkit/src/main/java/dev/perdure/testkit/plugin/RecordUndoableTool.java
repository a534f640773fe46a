package dev.perdure.testkit.plugin;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.ToolInvocation;
import java.util.Map;
import java.util.Objects;

/**
 * Writes a note down once, and undoes that by writing {@code {"undo": note}} under the same key,
 * which may be there more than once.
 */
final class RecordUndoableTool extends RecordOnceTool implements CompensableTool {
  private final Recorder recorder;

  RecordUndoableTool(Recorder recorder) {
    super("record_undoable", recorder);
    this.recorder = recorder;
  }

  @Override
  public void undo(ToolInvocation call, String result) {
    Object note = Objects.requireNonNullElse(call.arguments().get("note"), "");
    int status = send(recorder, call, Map.of("undo", note)).statusCode();
    if (status != 200) {
      throw PerdureException.toolRetryable(
          "recorder_failed", "The recorder answered " + status + ".", null, null);
    }
  }
}
