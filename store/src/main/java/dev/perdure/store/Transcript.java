package dev.perdure.store;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Appends to threads and reads them, through the forks they go on from. */
final class Transcript {

  private static final String APPEND =
      """
      WITH place AS (
        UPDATE threads
        SET last_seq = last_seq + :count,
            untrusted_seq = CASE WHEN untrusted_seq IS NULL AND :untrusted::text IS NOT NULL
                                 THEN last_seq + 1 ELSE untrusted_seq END,
            untrusted_from = coalesce(untrusted_from, :untrusted::text)
        WHERE org_id = :org AND id = :thread
        RETURNING last_seq - :count AS base
      )
      INSERT INTO messages
        (org_id, id, session_id, thread_id, seq, run_id, step_id, role, content, words)
      SELECT :org, m.id, :session, :thread, place.base + m.n, :run, m.step_id, m.role,
             m.content::jsonb, to_tsvector('simple', m.words)
      FROM place, unnest(:ids, :steps, :roles, :contents, :words)
           WITH ORDINALITY AS m (id, step_id, role, content, words, n)
      RETURNING seq, created_at
      """;

  /** A thread as the parts it is made of; upto is the last message that counts of each. */
  private static final String READ =
      """
      WITH RECURSIVE part (id, upto, base_thread_id, base_seq) AS (
        SELECT id, last_seq, base_thread_id, base_seq
        FROM threads WHERE org_id = :org AND id = :thread
        UNION ALL
        SELECT t.id, least(t.last_seq, p.base_seq), t.base_thread_id, t.base_seq
        FROM part p JOIN threads t ON t.org_id = :org AND t.id = p.base_thread_id
      )
      SELECT m.id, m.session_id, m.thread_id, m.seq, m.run_id, m.step_id, m.role, m.content,
             m.created_at
      FROM part p
      JOIN messages m ON m.org_id = :org AND m.thread_id = p.id
      WHERE m.seq > :after AND m.seq <= p.upto AND m.seq <= :upto
      ORDER BY m.seq
      LIMIT :limit
      """;

  private final Json json;
  private final Bodies bodies;

  Transcript(Json json, Bodies bodies) {
    this.json = json;
    this.bodies = bodies;
  }

  /** Adds messages to the end of a thread. */
  List<Message> append(Handle handle, RunRef run, UUID threadId, List<NewMessage> added) {
    if (added.isEmpty()) {
      return List.of();
    }
    List<Place> places = insert(handle, run, threadId, added);
    if (places.size() != added.size()) {
      throw new IllegalStateException("thread " + threadId + " is missing");
    }
    long base = places.getFirst().seq();
    return places.stream()
        .map(place -> message(run, threadId, place, added.get((int) (place.seq() - base))))
        .toList();
  }

  /** The messages after {@code afterSeq}, oldest first. */
  List<Message> read(
      Handle handle, OrgId orgId, UUID threadId, long afterSeq, long uptoSeq, int limit) {
    return handle
        .createQuery(READ)
        .bind("org", orgId.value())
        .bind("thread", threadId)
        .bind("after", afterSeq)
        .bind("upto", uptoSeq)
        .bind("limit", limit)
        .map((rs, ctx) -> row(orgId, rs))
        .list();
  }

  private record Place(long seq, Instant at) {}

  private List<Place> insert(Handle handle, RunRef run, UUID threadId, List<NewMessage> added) {
    return handle
        .createQuery(APPEND)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .bind("thread", threadId)
        .bind("count", (long) added.size())
        .bind("untrusted", untrusted(added))
        .bindArray("ids", UUID.class, added.stream().map(NewMessage::id).toList())
        .bindArray("steps", String.class, added.stream().map(NewMessage::stepId).toList())
        .bindArray("roles", String.class, added.stream().map(m -> wireName(m.role())).toList())
        .bindArray(
            "contents", String.class, added.stream().map(m -> content(run.orgId(), m)).toList())
        .bindArray("words", String.class, added.stream().map(this::words).toList())
        .map((rs, ctx) -> new Place(rs.getLong("seq"), Columns.instant(rs, "created_at")))
        .list()
        .stream()
        .sorted(Comparator.comparingLong(Place::seq))
        .toList();
  }

  private String content(OrgId orgId, NewMessage message) {
    return bodies.write(orgId, Body.MESSAGE, message.id(), json.content(message.content()));
  }

  /** Words in the clear would tell what the content says. */
  private @Nullable String words(NewMessage message) {
    return bodies.encrypts() ? null : message.searchable();
  }

  /** The tool that brought the first of them from outside; null when they can all be trusted. */
  private static @Nullable String untrusted(List<NewMessage> added) {
    return added.stream()
        .flatMap(message -> message.content().stream())
        .filter(ContentPart.ToolResult.class::isInstance)
        .map(part -> ((ContentPart.ToolResult) part).untrusted())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static Message message(RunRef run, UUID threadId, Place place, NewMessage added) {
    return new Message(
        run.orgId(),
        added.id(),
        run.sessionId(),
        threadId,
        place.seq(),
        run.runId(),
        added.stepId(),
        added.role(),
        added.content(),
        place.at());
  }

  private Message row(OrgId orgId, ResultSet rs) throws SQLException {
    UUID id = Columns.uuid(rs, "id");
    return new Message(
        orgId,
        id,
        Columns.uuid(rs, "session_id"),
        Columns.uuid(rs, "thread_id"),
        rs.getLong("seq"),
        Columns.uuidOrNull(rs, "run_id"),
        rs.getString("step_id"),
        Role.valueOf(rs.getString("role").toUpperCase(Locale.ROOT)),
        json.content(bodies.read(orgId, Body.MESSAGE, id, rs.getString("content"))),
        Columns.instant(rs, "created_at"));
  }

  private static String wireName(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
