package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.InterruptStore.Opened;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.step.StepRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Lets a run wait for a person. */
final class InterruptOpening {

  private static final String EXISTING =
      """
      SELECT id FROM interrupts
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
        AND reason = :reason AND occurrence = :occurrence
      """;

  private static final String ABOUT =
      """
      SELECT clock_timestamp() AS now, coalesce(s.generation, 0) AS generation, s.tool,
             s.tool_call_id, s.arguments, s.untrusted_from, e.hard_deadline
      FROM (SELECT) nothing
      LEFT JOIN steps s
        ON s.org_id = :org AND s.run_id = :run AND s.number = :number AND s.call = :call
      LEFT JOIN effects e
        ON e.org_id = s.org_id AND e.run_id = s.run_id AND e.number = s.number
          AND e.call = s.call AND e.generation = s.generation
          AND e.status IN ('unknown', 'late_committed')
      """;

  private static final String GIVEN =
      """
      SELECT true FROM steps
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
        AND given IS NOT NULL
      """;

  /** Stands for the verdict of a gate that nobody has to open. */
  private static final Command OUTCOME_KNOWN = new Command(0, Command.Kind.APPROVE, null, null);

  private static final String TROUBLED =
      "UPDATE runs SET error = :error::jsonb WHERE org_id = :org AND id = :run";

  private final Json json;
  private final Bodies bodies;
  private final Supplier<UUID> ids;
  private final EventLog log;
  private final InterruptRows rows;
  private final InterruptInserts inserts;
  private final InterruptWords words;
  private final InterruptVerdict verdict;
  private final EarlyTopUps early;

  InterruptOpening(
      Json json,
      Bodies bodies,
      Supplier<UUID> ids,
      EventLog log,
      InterruptRows rows,
      InterruptVerdict verdict,
      CommandRows commands) {
    this.json = json;
    this.bodies = bodies;
    this.ids = ids;
    this.log = log;
    this.rows = rows;
    this.inserts = new InterruptInserts(json, bodies);
    this.words = new InterruptWords(json);
    this.verdict = verdict;
    this.early = new EarlyTopUps(json, bodies, rows, verdict, commands);
  }

  Opened open(Handle handle, InterruptRequest request) {
    RunRef run = request.step().run();
    RunLock.Locked locked = RunLock.run(handle, run);
    if (!locked.acceptsWork()) {
      return new Opened(null, null, locked.status(), List.of());
    }
    Optional<UUID> existing = existing(handle, request);
    if (existing.isPresent()) {
      return found(handle, existing.get(), request);
    }
    if (needsNobody(handle, request)) {
      return new Opened(null, OUTCOME_KNOWN, null, List.of());
    }
    UUID id = ids.get();
    insert(handle, id, request);
    if (request.reason() == WaitReason.BUDGET) {
      Optional<Command> topUp = early.settle(handle, run, id);
      if (topUp.isPresent()) {
        return new Opened(id, topUp.get(), null, List.of());
      }
    }
    return new Opened(id, null, null, wait(handle, request));
  }

  /** Whether a gate is at a call that is not made, since its outcome was given with it. */
  private static boolean needsNobody(Handle handle, InterruptRequest request) {
    return (request.reason() == WaitReason.APPROVAL || request.reason() == WaitReason.INPUT)
        && bound(handle, GIVEN, request.step()).mapTo(Boolean.class).findOne().isPresent();
  }

  /** One that was closed by nothing a workflow could go on with is opened again. */
  private Opened found(Handle handle, UUID id, InterruptRequest request) {
    RunRef run = request.step().run();
    InterruptRows.Row row = rows.find(handle, run.orgId(), id).orElseThrow();
    Command settled = verdict.command(handle, row);
    if (settled != null || row.open()) {
      return new Opened(id, settled, null, List.of());
    }
    inserts.reopen(handle, run, id, request.terms().deadline());
    return new Opened(id, null, null, wait(handle, request));
  }

  /** Frees the step, and lets the run wait. */
  private List<LoggedEvent> wait(Handle handle, InterruptRequest request) {
    RunRef run = request.step().run();
    EventBatch batch = new EventBatch();
    StepRelease.one(handle, request.step(), batch);
    troubled(handle, run, request.error());
    RunState.settle(handle, run);
    batch.run(InterruptEvents.waiting(rows.open(handle, run)));
    return log.append(handle, run, batch);
  }

  /** Notes why a run can't go on by itself. */
  void troubled(Handle handle, RunRef run, @Nullable RunError error) {
    if (error != null) {
      handle
          .createUpdate(TROUBLED)
          .bind("org", run.orgId().value())
          .bind("run", run.runId())
          .bind(
              "error",
              bodies.writeOrNull(run.orgId(), Body.RUN_ERROR, run.runId(), json.error(error)))
          .execute();
    }
  }

  /** What the database knows of the step. */
  private record About(
      Instant now,
      int generation,
      InterruptInserts.@Nullable Call call,
      @Nullable Instant hardDeadline,
      @Nullable String untrustedFrom) {

    static About map(Bodies bodies, StepRef step, ResultSet rs) throws SQLException {
      String tool = rs.getString("tool");
      return new About(
          Columns.instant(rs, "now"),
          rs.getInt("generation"),
          tool == null
              ? null
              : new InterruptInserts.Call(
                  tool,
                  Objects.requireNonNull(rs.getString("tool_call_id")),
                  bodies.read(
                      step.run().orgId(),
                      Body.STEP_ARGUMENTS,
                      Body.step(step.run().runId(), step.number(), step.call()),
                      Objects.requireNonNull(rs.getString("arguments")))),
          Columns.instantOrNull(rs, "hard_deadline"),
          rs.getString("untrusted_from"));
    }
  }

  private void insert(Handle handle, UUID id, InterruptRequest request) {
    StepRef step = request.step();
    About about = bound(handle, ABOUT, step).map((rs, ctx) -> About.map(bodies, step, rs)).one();
    inserts.insert(
        handle,
        new InterruptInserts.New(
            id,
            step.run(),
            step.withGeneration(about.generation()),
            request.occurrence(),
            request.reason(),
            words.of(
                request, about.call(), about.now(), about.hardDeadline(), about.untrustedFrom()),
            about.call(),
            request.operations(),
            request.terms().onDeadline(),
            request.terms().deadline()));
  }

  private static Optional<UUID> existing(Handle handle, InterruptRequest request) {
    return bound(handle, EXISTING, request.step())
        .bind("reason", request.reason().wireName())
        .bind("occurrence", request.occurrence())
        .mapTo(UUID.class)
        .findOne();
  }

  private static Query bound(Handle handle, String sql, StepRef step) {
    return handle
        .createQuery(sql)
        .bind("org", step.run().orgId().value())
        .bind("run", step.run().runId())
        .bind("number", step.number())
        .bind("call", step.call());
  }
}
