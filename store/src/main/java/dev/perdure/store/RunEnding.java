package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.event.RunEvent.Outcome;
import dev.perdure.core.port.Finished;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jspecify.annotations.Nullable;

/** The one way a run ends. */
final class RunEnding {

  private static final RunError EXPIRED =
      new RunError(
          "run_expired", "The run took longer than it may.", "Start it again with more time.");

  /** What was said, the last first. */
  private static final String ANSWER =
      """
      SELECT id, content FROM messages
      WHERE org_id = :org AND run_id = :run AND role = 'assistant' AND thread_id = :thread
      ORDER BY seq DESC
      """;

  private static final String RESPOND =
      """
      INSERT INTO steps (org_id, run_id, number, call, session_id, kind, status, fence, started_at,
                         ended_at)
      VALUES (:org, :run, :number, 0, :session, 'RESPOND', 'succeeded', 1, clock_timestamp(),
              clock_timestamp())
      ON CONFLICT DO NOTHING
      """;

  /** A sub-agent's part of the budget goes back to its parent, less what it has spent. */
  private static final String END =
      """
      WITH settled AS (
        UPDATE runs p
        SET spent_tokens = p.spent_tokens + c.spent_tokens,
            spent_cost_micros = p.spent_cost_micros + c.spent_cost_micros,
            carved_tokens = greatest(0, p.carved_tokens - c.held_tokens),
            carved_cost_micros = greatest(0, p.carved_cost_micros - c.held_cost_micros)
        FROM runs c
        WHERE c.org_id = :org AND c.id = :run AND p.org_id = :org AND p.id = c.parent_run_id
      )
      UPDATE runs
      SET status = :status, waiting_for = NULL, output = :output, error = :error::jsonb,
          steps = greatest(steps, :steps), reserved_tokens = 0, reserved_cost_micros = 0,
          held_tokens = 0, held_cost_micros = 0, workflow_lost = false, ended_at = clock_timestamp(),
          updated_at = clock_timestamp(), status_at = clock_timestamp()
      WHERE org_id = :org AND id = :run
      """;

  /** Nearly always the last message is the answer. */
  private static final int FEW = 4;

  private final Json json;
  private final Bodies bodies;
  private final EventLog log;
  private final RunClosing closing;
  private final RollbackReport report;
  private final SteersLeft steers;
  private final RunTurns turns;
  private final RunQueue queue = new RunQueue();

  RunEnding(
      Json json,
      Bodies bodies,
      Supplier<UUID> ids,
      EventLog log,
      Transcript transcript,
      RunTurns turns) {
    this.json = json;
    this.bodies = bodies;
    this.log = log;
    this.closing = new RunClosing(json, bodies, ids, transcript);
    this.report = new RollbackReport(bodies, ids, transcript);
    this.steers = new SteersLeft(json, bodies, ids);
    this.turns = turns;
  }

  /**
   * Ends a run for its workflow. One that is being rolled back ends as cancelled only, when it is
   * undone: whatever else it has come to meanwhile is too late.
   */
  Finished finish(Handle handle, RunRef ref, Ending ending) {
    RunLock.Locked run = lock(handle, ref);
    boolean rollsBack =
        run.status() == RunStatus.CANCELLING && run.cancelMode() == CancelMode.ROLLBACK;
    return rollsBack && !(ending instanceof Ending.Cancelled)
        ? new Finished(RunStatus.CANCELLING, List.of(), null)
        : end(handle, run, ending);
  }

  /** Locks what the end of a run writes to: its session, the run above it, the run. */
  static RunLock.Locked lock(Handle handle, RunRef ref) {
    RunLock.session(handle, ref.orgId(), ref.sessionId());
    RunFamily.parent(handle, ref).ifPresent(parent -> RunLock.run(handle, parent));
    return RunLock.run(handle, ref);
  }

  /**
   * Ends a run that {@link #lock} has locked, and before it whatever still runs below it. The last
   * statement of its transaction.
   */
  Finished end(Handle handle, RunLock.Locked run, Ending ending) {
    RunRef ref = run.ref();
    boolean subAgent = run.facts().parentRunId() != null;
    if (run.status().terminal()) {
      // Told again, so that a caller whose first answer was lost starts the next run all the same.
      RunRef next = subAgent ? null : queue.starting(handle, ref);
      return new Finished(run.status(), List.of(), next);
    }
    if (ending instanceof Ending.Answered && steers.sendsBack(handle, run)) {
      return new Finished(RunStatus.RUNNING, List.of(), null);
    }
    List<Ended> ended = new ArrayList<>();
    for (RunLock.Locked below : RunFamily.liveBelow(handle, ref).reversed()) {
      ended.add(write(handle, below, new Ending.Cancelled()));
    }
    ended.add(write(handle, run, ending));
    RunRef next = subAgent ? null : turns.next(handle, ref.orgId()).orElse(null);
    List<LoggedEvent> events =
        ended.stream().flatMap(e -> log.append(handle, e.run(), e.batch()).stream()).toList();
    return new Finished(ending.status(), events, next);
  }

  /** A run that has ended, and what is to be told of that. */
  private record Ended(RunRef run, EventBatch batch) {}

  private Ended write(Handle handle, RunLock.Locked run, Ending ending) {
    RunRef ref = run.ref();
    EventBatch batch = new EventBatch();
    if (!run.begun()) {
      batch.run(RunStarts.started(handle, run));
    }
    closing.close(handle, run, ending, batch);
    report.write(handle, run, ending, batch);
    Optional<Answer> answer = answer(handle, run, ending, batch);
    update(handle, ref, ending, answer.map(Answer::text).orElse(null));
    steers.handOn(handle, run);
    batch.run(
        run.facts().parentRunId() == null
            ? lastEvent(ref, ending, answer)
            : lastEventOfSubAgent(ref, ending, answer));
    return new Ended(ref, batch);
  }

  private record Answer(UUID messageId, String text) {}

  private Optional<Answer> answer(
      Handle handle, RunLock.Locked run, Ending ending, EventBatch batch) {
    if (!(ending instanceof Ending.Answered answered)) {
      return Optional.empty();
    }
    RunRef ref = run.ref();
    handle
        .createUpdate(RESPOND)
        .bind("org", ref.orgId().value())
        .bind("run", ref.runId())
        .bind("session", ref.sessionId())
        .bind("number", answered.step())
        .execute();
    String stepId = StepRef.of(ref, answered.step()).stepId();
    batch.step(stepId, 1, new RunEvent.StepStarted(StepKind.RESPOND));
    batch.step(stepId, 1, new RunEvent.StepFinished(StepKind.RESPOND));
    return lastSaid(handle, run);
  }

  /** What was said last, though calls without a word may have followed it. */
  private Optional<Answer> lastSaid(Handle handle, RunLock.Locked run) {
    OrgId orgId = run.ref().orgId();
    try (ResultIterator<Answer> said =
        handle
            .createQuery(ANSWER)
            .bind("org", orgId.value())
            .bind("run", run.ref().runId())
            .bind("thread", run.threadId())
            .setFetchSize(FEW)
            .map((rs, ctx) -> answer(orgId, rs))
            .iterator()) {
      Answer last = said.hasNext() ? said.next() : null;
      for (Answer answer = last; answer != null; answer = said.hasNext() ? said.next() : null) {
        if (!answer.text().isBlank()) {
          return Optional.of(answer);
        }
      }
      return Optional.ofNullable(last);
    }
  }

  private Answer answer(OrgId orgId, ResultSet rs) throws SQLException {
    UUID id = Columns.uuid(rs, "id");
    String content = bodies.read(orgId, Body.MESSAGE, id, rs.getString("content"));
    return new Answer(id, Texts.of(json.content(content)));
  }

  private void update(Handle handle, RunRef ref, Ending ending, @Nullable String output) {
    OrgId orgId = ref.orgId();
    handle
        .createUpdate(END)
        .bind("org", ref.orgId().value())
        .bind("run", ref.runId())
        .bind("status", ending.status().wireName())
        .bind("output", bodies.writeOrNull(orgId, Body.RUN_OUTPUT, ref.runId(), output))
        .bind(
            "error",
            bodies.writeOrNull(orgId, Body.RUN_ERROR, ref.runId(), json.error(error(ending))))
        .bind("steps", ending instanceof Ending.Answered answered ? answered.step() : 0)
        .execute();
  }

  private static @Nullable RunError error(Ending ending) {
    return switch (ending) {
      case Ending.Failed failed -> failed.error();
      case Ending.Expired expired -> EXPIRED;
      case Ending.Answered answered -> null;
      case Ending.Cancelled cancelled -> null;
    };
  }

  private static RunEvent lastEvent(RunRef ref, Ending ending, Optional<Answer> answer) {
    return switch (ending) {
      case Ending.Answered answered ->
          new RunEvent.RunFinished(ref.sessionId(), ref.runId(), Outcome.SUCCESS, result(answer));
      case Ending.Cancelled cancelled ->
          new RunEvent.RunFinished(ref.sessionId(), ref.runId(), Outcome.CANCELLED, null);
      case Ending.Failed failed ->
          new RunEvent.RunErrored(failed.error().message(), failed.error().code());
      case Ending.Expired expired -> new RunEvent.RunErrored(EXPIRED.message(), EXPIRED.code());
    };
  }

  private static RunEvent lastEventOfSubAgent(RunRef ref, Ending ending, Optional<Answer> answer) {
    return switch (ending) {
      case Ending.Answered answered -> new RunEvent.SubagentFinished(ref.runId(), result(answer));
      case Ending.Cancelled cancelled ->
          new RunEvent.SubagentFinished(ref.runId(), Map.of("cancelled", true));
      case Ending.Failed failed ->
          new RunEvent.SubagentErrored(
              ref.runId(), failed.error().message(), failed.error().code());
      case Ending.Expired expired ->
          new RunEvent.SubagentErrored(ref.runId(), EXPIRED.message(), EXPIRED.code());
    };
  }

  private static @Nullable Map<String, String> result(Optional<Answer> answer) {
    return answer
        .map(a -> Map.of("message_id", a.messageId().toString(), "text", a.text()))
        .orElse(null);
  }
}
