package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.RunRef;
import java.time.Instant;
import java.util.ArrayList;
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

  private static final String TAKE =
      """
      UPDATE session_positions SET last_pos = last_pos + :count
      WHERE org_id = :org AND session_id = :session
      RETURNING last_pos - :count AS base
      """;

  private static final String APPEND =
      """
      INSERT INTO execution_logs
        (org_id, session_id, pos, run_id, parent_run_id, step_id, fence, at, type, name,
         message_id, event)
      SELECT :org, :session, taken.base + e.n, :run,
             (SELECT parent_run_id FROM runs WHERE org_id = :org AND id = :run), e.step_id,
             e.fence, clock_timestamp(), e.type, e.name, e.message_id, e.event::jsonb
      FROM taken, unnest(:steps, :fences, :types, :names, :messages, :events)
           WITH ORDINALITY AS e (step_id, fence, type, name, message_id, event, n)
      RETURNING pos, at, parent_run_id
      """;

  private static final String TAKE_AND_APPEND = "WITH taken AS (" + TAKE + ")\n" + APPEND;

  /** An event is encrypted for its position, which has to be known before. */
  private static final String APPEND_TAKEN =
      "WITH taken AS (SELECT :base::bigint AS base)\n" + APPEND;

  private final Json json;
  private final Bodies bodies;

  EventLog(Json json, Bodies bodies) {
    this.json = json;
    this.bodies = bodies;
  }

  /** Logs the batch; the result is for publishing after the commit. */
  List<LoggedEvent> append(Handle handle, RunRef run, EventBatch batch) {
    List<EventBatch.Entry> entries = batch.entries();
    if (entries.isEmpty()) {
      return List.of();
    }
    List<Place> places = insert(handle, run, entries);
    if (places.size() != entries.size()) {
      throw missing(run);
    }
    long base = places.getFirst().pos();
    return places.stream()
        .map(place -> logged(run, place, entries.get((int) (place.pos() - base))))
        .toList();
  }

  private record Place(long pos, Instant at, @Nullable UUID parentRunId) {}

  private List<Place> insert(Handle handle, RunRef run, List<EventBatch.Entry> entries) {
    Long base = bodies.encrypts() ? take(handle, run, entries.size()) : null;
    List<Json.Event> events = entries.stream().map(e -> json.logged(e.event())).toList();
    return handle
        .createQuery(base == null ? TAKE_AND_APPEND : APPEND_TAKEN)
        .bind("base", base)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .bind("count", (long) entries.size())
        .bindArray("steps", String.class, entries.stream().map(EventBatch.Entry::stepId).toList())
        .bindArray("fences", Long.class, entries.stream().map(EventBatch.Entry::fence).toList())
        .bindArray("types", String.class, events.stream().map(Json.Event::type).toList())
        .bindArray("names", String.class, events.stream().map(Json.Event::name).toList())
        .bindArray("messages", UUID.class, events.stream().map(Json.Event::opensMessage).toList())
        .bindArray("events", String.class, stored(run, base, events))
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

  /** Takes positions; answers the one before the first. */
  private static long take(Handle handle, RunRef run, int count) {
    return handle
        .createQuery(TAKE)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .bind("count", (long) count)
        .mapTo(Long.class)
        .findOne()
        .orElseThrow(() -> missing(run));
  }

  private List<String> stored(RunRef run, @Nullable Long base, List<Json.Event> events) {
    if (base == null) {
      return events.stream().map(Json.Event::json).toList();
    }
    List<String> stored = new ArrayList<>();
    for (Json.Event event : events) {
      String id = Body.event(run.sessionId(), base + stored.size() + 1);
      stored.add(bodies.write(run.orgId(), Body.EVENT, id, event.json()));
    }
    return stored;
  }

  private static IllegalStateException missing(RunRef run) {
    return new IllegalStateException("session " + run.sessionId() + " has no position row");
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
