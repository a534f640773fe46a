package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.StepStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A step or call that had not finished when its run stopped; as it was before it was closed. */
record OpenStep(
    StepRef ref,
    StepKind kind,
    StepStatus status,
    long fence,
    @Nullable String tool,
    @Nullable String toolCallId,
    @Nullable UUID openMessageId) {

  /** The columns {@link #map} reads, of the row before the change. */
  static final String COLUMNS =
      """
      old.number, old.call, old.kind, old.status, old.fence, old.tool, old.tool_call_id,
      old.open_message_id
      """;

  static OpenStep map(RunRef run, ResultSet rs) throws SQLException {
    return new OpenStep(
        new StepRef(run, rs.getInt("number"), rs.getInt("call")),
        StepKind.valueOf(rs.getString("kind")),
        StepStatus.of(rs.getString("status")),
        rs.getLong("fence"),
        rs.getString("tool"),
        rs.getString("tool_call_id"),
        Columns.uuidOrNull(rs, "open_message_id"));
  }

  boolean isCall() {
    return ref.call() > 0;
  }

  boolean wasStarted() {
    return status == StepStatus.RUNNING;
  }

  /** Makes void the messages that were being streamed. */
  static void resetMessages(List<OpenStep> steps, EventBatch batch) {
    for (OpenStep step : steps) {
      UUID messageId = step.openMessageId();
      if (messageId != null) {
        batch.reset(step.ref().stepId(), step.fence(), messageId);
      }
    }
  }

  /** Tells the end of each step whose start was told. */
  static void finishSteps(List<OpenStep> steps, EventBatch batch) {
    for (OpenStep step : steps) {
      if (!step.isCall() && step.wasStarted()) {
        batch.step(step.ref().stepId(), step.fence(), new RunEvent.StepFinished(step.kind()));
      }
    }
  }
}
