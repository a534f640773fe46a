package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.StepStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Locks a run and one of its steps, in this order, in one statement. */
final class StepLock {

  private static final String LOCK =
      "SELECT "
          + RunLock.COLUMNS
          + """
          , s.kind, s.status, s.fence, s.generation, s.open_message_id, s.open_reasoning_id,
          s.tool, s.tool_call_id, s.arguments, s.given IS NOT NULL AS has_given, s.child_run_id
          FROM runs r JOIN steps s ON s.org_id = r.org_id AND s.run_id = r.id
          WHERE r.org_id = :org AND r.session_id = :session AND r.id = :run
            AND s.number = :number AND s.call = :call
          FOR NO KEY UPDATE OF r, s
          """;

  private StepLock() {}

  /**
   * A step while its row and its run's are locked.
   *
   * @param ref of the row's generation
   * @param hasGiven whether its outcome was given from elsewhere
   */
  record Locked(
      StepRef ref,
      RunLock.Locked run,
      StepKind kind,
      StepStatus status,
      long fence,
      @Nullable UUID openMessageId,
      @Nullable UUID openReasoningId,
      @Nullable String tool,
      @Nullable String toolCallId,
      @Nullable String storedArguments,
      boolean hasGiven,
      @Nullable UUID childRunId) {

    /** Why an attempt may not write; empty when it may. */
    Optional<Commit> refusal(Claim.Claimed attempt) {
      if (status.finished()) {
        return refused("the step has finished");
      }
      if (attempt.fence() != fence
          || attempt.step().generation() != ref.generation()
          || status != StepStatus.RUNNING) {
        return refused("another attempt has taken the step");
      }
      return refusalOfRun();
    }

    /** Why nobody may write to the step. */
    Optional<Commit> refusalOfRun() {
      return run.acceptsWork()
          ? Optional.empty()
          : refused("the run is " + run.status().wireName());
    }

    /** The arguments as {@link Bodies} has written them. */
    String requireStoredArguments() {
      return Objects.requireNonNull(storedArguments, "a tool call has arguments");
    }

    String requireTool() {
      return Objects.requireNonNull(tool, "a tool call has a tool");
    }

    String requireToolCallId() {
      return Objects.requireNonNull(toolCallId, "a tool call has an id");
    }

    private static Optional<Commit> refused(String reason) {
      return Optional.of(new Commit.Refused(reason));
    }
  }

  static Locked lock(Handle handle, StepRef step) {
    RunRef run = step.run();
    return handle
        .createQuery(LOCK)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .bind("number", step.number())
        .bind("call", step.call())
        .map((rs, ctx) -> map(step, rs))
        .findOne()
        .orElseThrow(() -> PerdureException.notFound("step", step.stepId()));
  }

  private static Locked map(StepRef step, ResultSet rs) throws SQLException {
    return new Locked(
        step.withGeneration(rs.getInt("generation")),
        RunLock.map(step.run(), rs),
        StepKind.valueOf(rs.getString("kind")),
        StepStatus.of(rs.getString("status")),
        rs.getLong("fence"),
        Columns.uuidOrNull(rs, "open_message_id"),
        Columns.uuidOrNull(rs, "open_reasoning_id"),
        rs.getString("tool"),
        rs.getString("tool_call_id"),
        rs.getString("arguments"),
        rs.getBoolean("has_given"),
        Columns.uuidOrNull(rs, "child_run_id"));
  }
}
