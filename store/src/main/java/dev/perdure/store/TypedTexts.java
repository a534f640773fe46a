package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.Erasures.Touched;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a user typed where others go on with it: in sessions of others, and in their own as far as
 * forks of others have taken them over. A mark takes its place. What agents made of it stays.
 */
final class TypedTexts {

  private static final int MOST = 20;

  /** An input is copied only to the retry of a run that never began. */
  private static final String TOUCHED =
      """
      SELECT t.* FROM (
        SELECT r.id, r.session_id, r.thread_id, r.input,
               r.created_by = :user OR EXISTS (
                 SELECT FROM runs o
                 WHERE o.org_id = :org AND o.id = r.retry_of AND o.created_by = :user
                   AND o.started_at IS NULL) AS own,
               EXISTS (
                 SELECT FROM commands c
                 WHERE c.org_id = :org AND c.run_id = r.id AND c.created_by = :user)
               OR EXISTS (
                 SELECT FROM interrupts i
                 WHERE i.org_id = :org AND i.run_id = r.id AND i.settled_by = :user) AS told
        FROM runs r JOIN sessions s ON s.org_id = r.org_id AND s.id = r.session_id
        WHERE r.org_id = :org AND r.id > :after
          AND (s.created_by <> :user OR EXISTS (
            SELECT FROM threads b
            JOIN threads f ON f.org_id = b.org_id AND f.base_thread_id = b.id
            WHERE b.org_id = :org AND b.session_id = s.id AND f.session_id <> s.id))
      ) t
      WHERE t.own OR t.told
      ORDER BY t.id LIMIT :most
      """;

  private static final String INPUT_MESSAGES =
      """
      SELECT id FROM messages
      WHERE org_id = :org AND run_id = :run AND role = 'user' AND id <> ALL (:besides)
      """;

  private static final String COMMANDS =
      "SELECT run_id, number, kind, payload FROM commands WHERE org_id = :org AND run_id = :run"
          + " AND created_by = :user";

  private final Json json;
  private final Bodies bodies;
  private final MaskedBodies masked;
  private final MaskedEvents events;
  private final TypedTitles titles;
  private final TypedAnswers answers;

  TypedTexts(Json json, Bodies bodies) {
    this.json = json;
    this.bodies = bodies;
    this.masked = new MaskedBodies(bodies);
    this.events = new MaskedEvents(json, bodies, masked);
    this.titles = new TypedTitles(bodies, masked);
    this.answers = new TypedAnswers(json, bodies, masked, events);
  }

  private record Found(
      RunRef run, UUID thread, boolean ownInput, boolean told, List<ContentPart> input) {

    Touched touched() {
      return new Touched(run.runId(), thread);
    }
  }

  /** Masks the next runs after one; which they were. */
  List<Touched> mask(Handle handle, OrgId orgId, UUID user, UUID after) {
    List<Found> found =
        handle
            .createQuery(TOUCHED)
            .bind("org", orgId.value())
            .bind("user", user)
            .bind("after", after)
            .bind("most", MOST)
            .map((rs, ctx) -> found(orgId, rs))
            .list();
    for (Found each : found) {
      if (RunLock.session(handle, orgId, each.run().sessionId())) {
        RunLock.run(handle, each.run());
        mask(handle, orgId, user, each);
      }
    }
    return found.stream().map(Found::touched).toList();
  }

  /** The titles that forks took from a user's sessions. */
  void maskTitles(Handle handle, OrgId orgId, UUID user) {
    titles.ofForks(handle, orgId, user);
  }

  private void mask(Handle handle, OrgId orgId, UUID user, Found found) {
    UUID run = found.run().runId();
    Set<Integer> steers = commands(handle, orgId, user, run);
    Steered steered = steered(handle, orgId, run, steers);
    if (found.ownInput()) {
      input(handle, orgId, user, found, steered.byOthers());
    }
    messages(handle, orgId, steered.own());
    if (found.told()) {
      answers.mask(handle, orgId, user, run);
    }
  }

  /** Masks what the user told a run; the numbers of their steers. */
  private Set<Integer> commands(Handle handle, OrgId orgId, UUID user, UUID run) {
    Set<Integer> steers = new HashSet<>();
    handle
        .createQuery(COMMANDS)
        .bind("org", orgId.value())
        .bind("run", run)
        .bind("user", user)
        .map((rs, ctx) -> told(orgId, rs))
        .list()
        .forEach(told -> {
          if (told.steer()) {
            steers.add(told.number());
          }
          command(handle, orgId, told);
        });
    return steers;
  }

  private record Told(String id, int number, boolean steer, @Nullable String payload) {}

  private Told told(OrgId orgId, ResultSet rs) throws SQLException {
    String id = Body.Rows.COMMANDS.id(rs);
    return new Told(
        id,
        rs.getInt("number"),
        rs.getString("kind").equals("steer"),
        bodies.readOrNull(orgId, Body.COMMAND, id, rs.getString("payload")));
  }

  private void command(Handle handle, OrgId orgId, Told told) {
    if (told.payload() == null) {
      return;
    }
    String payload =
        told.steer()
            ? "{\"input\":" + json.content(Mark.CONTENT) + "}"
            : json.object(Mark.words(json.object(told.payload())));
    masked.write(handle, orgId, Body.COMMAND, told.id(), payload);
  }

  /** The messages of steers, which are of one run but of several people. */
  private record Steered(Set<UUID> own, Set<UUID> byOthers) {}

  private Steered steered(Handle handle, OrgId orgId, UUID run, Set<Integer> steers) {
    Steered steered = new Steered(new HashSet<>(), new HashSet<>());
    events.named(
        handle,
        orgId,
        run,
        List.of(RunEvent.Custom.STEERED),
        event -> {
          Map<String, Object> value = ((RunEvent.Custom) event).value();
          UUID message = UUID.fromString(String.valueOf(value.get("messageId")));
          if (!(value.get("command") instanceof Number command)
              || !steers.contains(command.intValue())) {
            steered.byOthers().add(message);
            return Optional.empty();
          }
          steered.own().add(message);
          Map<String, Object> masked = new HashMap<>(value);
          masked.put("text", Mark.TEXT);
          return Optional.of(new RunEvent.Custom(RunEvent.Custom.STEERED, masked));
        });
    return steered;
  }

  private void input(Handle handle, OrgId orgId, UUID user, Found found, Set<UUID> besides) {
    UUID run = found.run().runId();
    if (!found.input().isEmpty()) {
      titles.ofInput(handle, orgId, user, found.run().sessionId(), Titles.of(found.input()));
      masked.write(handle, orgId, Body.RUN_INPUT, run.toString(), json.content(Mark.CONTENT));
    }
    List<UUID> said =
        handle
            .createQuery(INPUT_MESSAGES)
            .bind("org", orgId.value())
            .bind("run", run)
            .bindArray("besides", UUID.class, List.copyOf(besides))
            .mapTo(UUID.class)
            .list();
    messages(handle, orgId, said);
  }

  private void messages(Handle handle, OrgId orgId, Collection<UUID> ids) {
    String mark = json.content(Mark.CONTENT);
    ids.forEach(id -> masked.write(handle, orgId, Body.MESSAGE, id.toString(), mark));
  }

  private Found found(OrgId orgId, ResultSet rs) throws SQLException {
    UUID id = Columns.uuid(rs, "id");
    return new Found(
        new RunRef(orgId, Columns.uuid(rs, "session_id"), id),
        Columns.uuid(rs, "thread_id"),
        rs.getBoolean("own"),
        rs.getBoolean("told"),
        json.content(bodies.read(orgId, Body.RUN_INPUT, id, rs.getString("input"))));
  }
}
