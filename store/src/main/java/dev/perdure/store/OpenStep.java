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
    @Nullable UUID openMessageId,
    @Nullable UUID openReasoningId) {

  /** The columns {@link #map} reads, of the row before the change. */
  static final String COLUMNS =
      """
      old.number, old.call, old.generation, old.kind, old.status, old.fence, old.tool,
      old.tool_call_id, old.open_message_id, old.open_reasoning_id
      """;

  static OpenStep map(RunRef run, ResultSet rs) throws SQLException {
    return new OpenStep(
        new StepRef(run, rs.getInt("number"), rs.getInt("call"), rs.getInt("generation")),
        StepKind.valueOf(rs.getString("kind")),
        StepStatus.of(rs.getString("status")),
        rs.getLong("fence"),
        rs.getString("tool"),
        rs.getString("tool_call_id"),
        Columns.uuidOrNull(rs, "open_message_id"),
        Columns.uuidOrNull(rs, "open_reasoning_id"));
  }

  boolean isCall() {
    return ref.call() > 0;
  }

  boolean wasStarted() {
    return status == StepStatus.RUNNING;
  }

  /** Makes void the messages and the reasoning that were being streamed. */
  static void resetMessages(List<OpenStep> steps, EventBatch batch) {
    for (OpenStep step : steps) {
      batch.reset(step.ref().stepId(), step.fence(), step.openReasoningId(), step.openMessageId());
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
