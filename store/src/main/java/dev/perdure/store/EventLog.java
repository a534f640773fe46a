package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.RunRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Appends to a session's log. Must be the last statement of its transaction: it takes the session's
 * position row, which from then until the commit keeps every other writer of the session waiting.
 * So positions have no gaps and commit in order.
 */
final class EventLog {

  private static final String APPEND =
      """
      WITH taken AS (
        UPDATE session_positions SET last_pos = last_pos + :count
        WHERE org_id = :org AND session_id = :session
        RETURNING last_pos - :count AS base
      )
      INSERT INTO execution_logs
        (org_id, session_id, pos, run_id, parent_run_id, step_id, fence, at, type, name, event)
      SELECT :org, :session, taken.base + e.n, :run,
             (SELECT parent_run_id FROM runs WHERE org_id = :org AND id = :run), e.step_id,
             e.fence, clock_timestamp(), e.event::jsonb ->> 'type', e.event::jsonb ->> 'name',
             e.event::jsonb
      FROM taken, unnest(:steps, :fences, :events)
           WITH ORDINALITY AS e (step_id, fence, event, n)
      RETURNING pos, at, parent_run_id
      """;

  private final Json json;

  EventLog(Json json) {
    this.json = json;
  }

  /** Logs the batch; the result is for publishing after the commit. */
  List<LoggedEvent> append(Handle handle, RunRef run, EventBatch batch) {
    List<EventBatch.Entry> entries = batch.entries();
    if (entries.isEmpty()) {
      return List.of();
    }
    List<Place> places = insert(handle, run, entries);
    if (places.size() != entries.size()) {
      throw new IllegalStateException("session " + run.sessionId() + " has no position row");
    }
    long base = places.getFirst().pos();
    return places.stream()
        .map(place -> logged(run, place, entries.get((int) (place.pos() - base))))
        .toList();
  }

  private record Place(long pos, Instant at, @Nullable UUID parentRunId) {}

  private List<Place> insert(Handle handle, RunRef run, List<EventBatch.Entry> entries) {
    return handle
        .createQuery(APPEND)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .bind("count", (long) entries.size())
        .bindArray("steps", String.class, entries.stream().map(EventBatch.Entry::stepId).toList())
        .bindArray("fences", Long.class, entries.stream().map(EventBatch.Entry::fence).toList())
        .bindArray(
            "events", String.class, entries.stream().map(e -> json.event(e.event())).toList())
        .map((rs, ctx) ->
            new Place(
                rs.getLong("pos"),
                Columns.instant(rs, "at"),
                Columns.uuidOrNull(rs, "parent_run_id")))
        .list()
        .stream()
        .sorted(Comparator.comparingLong(Place::pos))
        .toList();
  }

  private static LoggedEvent logged(RunRef run, Place place, EventBatch.Entry entry) {
    return new LoggedEvent(
        run.orgId(),
        run.sessionId(),
        place.pos(),
        run.runId(),
        entry.stepId(),
        entry.fence(),
        place.at(),
        entry.event(),
        place.parentRunId());
  }
}
