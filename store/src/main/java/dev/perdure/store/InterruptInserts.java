package dev.perdure.store;

import dev.perdure.core.run.DeadlinePolicy;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes new interrupts. */
final class InterruptInserts {

  private static final String INSERT =
      """
      INSERT INTO interrupts (org_id, id, session_id, run_id, number, call, occurrence, step_id,
                              reason, status, code, message, tool, tool_call_id, arguments,
                              operations, detail, on_deadline, deadline)
      VALUES (:org, :id, :session, :run, :number, :call, :occurrence, :step_id, :reason, 'open',
              :code, :message, :tool, :tool_call_id, :arguments, :operations, :detail::jsonb,
              :on_deadline, clock_timestamp() + :deadline::bigint * interval '1 ms')
      """;

  private static final String REOPEN =
      """
      UPDATE interrupts
      SET status = 'open', settled_at = NULL, settled_by = NULL, reminded_at = NULL,
          settlement = '{}', deadline = clock_timestamp() + :deadline::bigint * interval '1 ms'
      WHERE org_id = :org AND run_id = :run AND id = :id
      """;

  private final Json json;
  private final Bodies bodies;

  InterruptInserts(Json json, Bodies bodies) {
    this.json = json;
    this.bodies = bodies;
  }

  /** What the run waits for, in words. */
  record Words(String code, String message, Map<String, Object> detail) {
    Words {
      detail = Map.copyOf(detail);
    }
  }

  /** The call it is about. */
  record Call(String tool, String id, String arguments) {}

  /**
   * A new interrupt.
   *
   * @param step what it is about; absent when it is the run as a whole
   * @param deadline counted from now
   */
  record New(
      UUID id,
      RunRef run,
      @Nullable StepRef step,
      int occurrence,
      WaitReason reason,
      Words words,
      @Nullable Call call,
      List<RecoveryOperation> operations,
      DeadlinePolicy onDeadline,
      @Nullable Duration deadline) {
    New {
      operations = List.copyOf(operations);
    }
  }

  void insert(Handle handle, New interrupt) {
    RunRef run = interrupt.run();
    StepRef step = interrupt.step();
    Call call = interrupt.call();
    Duration deadline = interrupt.deadline();
    OrgId orgId = run.orgId();
    UUID id = interrupt.id();
    handle
        .createUpdate(INSERT)
        .bind("org", run.orgId().value())
        .bind("id", interrupt.id())
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .bind("number", step == null ? null : Integer.valueOf(step.number()))
        .bind("call", step == null ? null : Integer.valueOf(step.call()))
        .bind("occurrence", interrupt.occurrence())
        .bind("step_id", step == null ? null : step.stepId())
        .bind("reason", interrupt.reason().wireName())
        .bind("code", interrupt.words().code())
        .bind(
            "message",
            bodies.write(
                orgId, Body.INTERRUPT_MESSAGE, id, PgText.clean(interrupt.words().message())))
        .bind("tool", call == null ? null : call.tool())
        .bind("tool_call_id", call == null ? null : call.id())
        .bind(
            "arguments",
            bodies.writeOrNull(
                orgId, Body.INTERRUPT_ARGUMENTS, id, call == null ? null : call.arguments()))
        .bindArray(
            "operations",
            String.class,
            interrupt.operations().stream().map(RecoveryOperation::wireName).toList())
        .bind(
            "detail",
            bodies.write(orgId, Body.INTERRUPT_DETAIL, id, json.object(interrupt.words().detail())))
        .bind("on_deadline", interrupt.onDeadline().wireName())
        .bind("deadline", deadline == null ? null : Long.valueOf(deadline.toMillis()))
        .execute();
  }

  /** Opens an interrupt again; its deadline is counted from now. */
  void reopen(Handle handle, RunRef run, UUID id, @Nullable Duration deadline) {
    handle
        .createUpdate(REOPEN)
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .bind("id", id)
        .bind("deadline", deadline == null ? null : Long.valueOf(deadline.toMillis()))
        .execute();
  }
}
