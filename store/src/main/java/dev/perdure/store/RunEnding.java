package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.event.RunEvent.Outcome;
import dev.perdure.core.port.Finished;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The one way a run ends. */
final class RunEnding {

  private static final RunError EXPIRED =
      new RunError(
          "run_expired", "The run took longer than it may.", "Start it again with more time.");

  private static final String ANSWER =
      """
      SELECT id, content FROM messages
      WHERE org_id = :org AND run_id = :run AND role = 'assistant' AND thread_id = :thread
      ORDER BY seq DESC LIMIT 1
      """;

  private static final String RESPOND =
      """
      INSERT INTO steps (org_id, run_id, number, call, session_id, kind, status, fence, started_at,
                         ended_at)
      VALUES (:org, :run, :number, 0, :session, 'RESPOND', 'succeeded', 1, clock_timestamp(),
              clock_timestamp())
      ON CONFLICT DO NOTHING
      """;

  private static final String END =
      """
      UPDATE runs
      SET status = :status, waiting_for = NULL, output = :output, error = :error::jsonb,
          steps = greatest(steps, :steps), ended_at = clock_timestamp(),
          updated_at = clock_timestamp(), status_at = clock_timestamp()
      WHERE org_id = :org AND id = :run
      """;

  private final Json json;
  private final EventLog log;
  private final RunClosing closing;
  private final RunQueue queue = new RunQueue();

  RunEnding(Json json, Supplier<UUID> ids, EventLog log, Transcript transcript) {
    this.json = json;
    this.log = log;
    this.closing = new RunClosing(json, ids, transcript);
  }

  Finished finish(Handle handle, RunRef ref, Ending ending) {
    RunLock.session(handle, ref.orgId(), ref.sessionId());
    return end(handle, RunLock.run(handle, ref), ending);
  }

  /** Ends a run whose session and row are locked. The last statement of its transaction. */
  Finished end(Handle handle, RunLock.Locked run, Ending ending) {
    RunRef ref = run.ref();
    if (run.status().terminal()) {
      // Told again, so that a caller whose first answer was lost starts the next run all the same.
      return new Finished(run.status(), List.of(), queue.starting(handle, ref));
    }
    EventBatch batch = new EventBatch();
    if (!run.begun()) {
      batch.run(RunBeginning.started(ref));
    }
    closing.close(handle, run, ending, batch);
    Optional<Answer> answer = answer(handle, run, ending, batch);
    update(handle, ref, ending, answer.map(Answer::text).orElse(null));
    batch.run(lastEvent(ref, ending, answer));
    RunRef next = queue.advance(handle, ref);
    List<LoggedEvent> events = log.append(handle, ref, batch);
    return new Finished(ending.status(), events, next);
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
    return handle
        .createQuery(ANSWER)
        .bind("org", ref.orgId().value())
        .bind("run", ref.runId())
        .bind("thread", run.threadId())
        .map((rs, ctx) ->
            new Answer(Columns.uuid(rs, "id"), Texts.of(json.content(rs.getString("content")))))
        .findOne();
  }

  private void update(Handle handle, RunRef ref, Ending ending, @Nullable String output) {
    handle
        .createUpdate(END)
        .bind("org", ref.orgId().value())
        .bind("run", ref.runId())
        .bind("status", ending.status().wireName())
        .bind("output", output)
        .bind("error", json.error(error(ending)))
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
          new RunEvent.RunFinished(
              ref.sessionId(),
              ref.runId(),
              Outcome.SUCCESS,
              answer
                  .map(a -> Map.of("message_id", a.messageId().toString(), "text", a.text()))
                  .orElse(null));
      case Ending.Cancelled cancelled ->
          new RunEvent.RunFinished(ref.sessionId(), ref.runId(), Outcome.CANCELLED, null);
      case Ending.Failed failed ->
          new RunEvent.RunErrored(failed.error().message(), failed.error().code());
      case Ending.Expired expired -> new RunEvent.RunErrored(EXPIRED.message(), EXPIRED.code());
    };
  }
}
