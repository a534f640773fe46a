package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.Erasures.Touched;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
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
        SELECT r.id, r.session_id, r.thread_id, r.input, s.title,
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

  private static final String INPUT =
      "UPDATE runs SET input = :input::jsonb WHERE org_id = :org AND id = :run";

  /** A fork, of whatever depth, is called like the session it comes from. */
  private static final String COPIES =
      """
        UNION
        SELECT f.id, f.title FROM copies c
        JOIN sessions f ON f.org_id = :org AND f.forked_from = c.id AND f.title = c.title
      )
      UPDATE sessions SET title = :mark
      WHERE org_id = :org AND id IN (SELECT id FROM copies) AND created_by <> :user
      """;

  private static final String TITLE =
      """
      WITH RECURSIVE copies (id, title) AS (
        SELECT s.id, s.title FROM sessions s JOIN runs r ON r.org_id = s.org_id AND r.session_id = s.id
        WHERE s.org_id = :org AND r.id = :run
      """
          + COPIES;

  private static final String INPUT_MESSAGES =
      """
      UPDATE messages SET content = :input::jsonb, words = NULL
      WHERE org_id = :org AND run_id = :run AND role = 'user' AND id <> ALL (:besides)
      """;

  private static final String MESSAGES =
      """
      UPDATE messages SET content = :input::jsonb, words = NULL
      WHERE org_id = :org AND run_id = :run AND id = ANY (:ids)
      """;

  private static final String COMMANDS =
      "SELECT number, kind, payload FROM commands WHERE org_id = :org AND run_id = :run"
          + " AND created_by = :user";

  private static final String COMMAND =
      """
      UPDATE commands SET payload = :payload::jsonb
      WHERE org_id = :org AND run_id = :run AND number = :number
      """;

  private static final String TITLES =
      """
      WITH RECURSIVE copies (id, title) AS (
        SELECT s.id, s.title FROM sessions s WHERE s.org_id = :org AND s.created_by = :user
      """
          + COPIES;

  private final Json json;
  private final MaskedEvents events;
  private final TypedAnswers answers;

  TypedTexts(Json json) {
    this.json = json;
    this.events = new MaskedEvents(json);
    this.answers = new TypedAnswers(json, events);
  }

  private record Found(
      UUID run,
      UUID thread,
      @Nullable String title,
      boolean ownInput,
      boolean told,
      List<ContentPart> input) {

    Touched touched() {
      return new Touched(run, thread);
    }
  }

  /** Masks the next runs after one; which they were. */
  List<Touched> mask(Handle handle, OrgId orgId, UUID user, UUID after) {
    UUID org = orgId.value();
    List<Found> found =
        handle
            .createQuery(TOUCHED)
            .bind("org", org)
            .bind("user", user)
            .bind("after", after)
            .bind("most", MOST)
            .map((rs, ctx) -> found(rs))
            .list();
    for (Found each : found) {
      mask(handle, org, user, each);
    }
    return found.stream().map(Found::touched).toList();
  }

  /** The titles that forks took from a user's sessions. */
  void maskTitles(Handle handle, OrgId orgId, UUID user) {
    handle
        .createUpdate(TITLES)
        .bind("org", orgId.value())
        .bind("user", user)
        .bind("mark", Mark.TEXT)
        .execute();
  }

  private void mask(Handle handle, UUID org, UUID user, Found found) {
    Set<Integer> steers = commands(handle, org, user, found.run());
    Steered steered = steered(handle, org, found.run(), steers);
    if (found.ownInput()) {
      input(handle, org, user, found, steered.byOthers());
    }
    messages(handle, org, found.run(), steered.own());
    if (found.told()) {
      answers.mask(handle, org, user, found.run());
    }
  }

  /** Masks what the user told a run; the numbers of their steers. */
  private Set<Integer> commands(Handle handle, UUID org, UUID user, UUID run) {
    Set<Integer> steers = new HashSet<>();
    handle
        .createQuery(COMMANDS)
        .bind("org", org)
        .bind("run", run)
        .bind("user", user)
        .map((rs, ctx) ->
            new Told(rs.getInt("number"), rs.getString("kind"), rs.getString("payload")))
        .list()
        .forEach(told -> {
          if (told.kind().equals("steer")) {
            steers.add(told.number());
          }
          command(handle, org, run, told);
        });
    return steers;
  }

  private record Told(int number, String kind, @Nullable String payload) {}

  private void command(Handle handle, UUID org, UUID run, Told told) {
    if (told.payload() == null) {
      return;
    }
    String masked =
        told.kind().equals("steer")
            ? "{\"input\":" + json.content(Mark.CONTENT) + "}"
            : json.object(Mark.words(json.object(told.payload())));
    handle
        .createUpdate(COMMAND)
        .bind("org", org)
        .bind("run", run)
        .bind("number", told.number())
        .bind("payload", masked)
        .execute();
  }

  /** The messages of steers, which are of one run but of several people. */
  private record Steered(Set<UUID> own, Set<UUID> byOthers) {}

  private Steered steered(Handle handle, UUID org, UUID run, Set<Integer> steers) {
    Steered steered = new Steered(new HashSet<>(), new HashSet<>());
    events.named(
        handle,
        org,
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

  private void input(Handle handle, UUID org, UUID user, Found found, Set<UUID> besides) {
    String mark = json.content(Mark.CONTENT);
    String title = Titles.of(found.input());
    if (title != null && title.equals(found.title())) {
      handle
          .createUpdate(TITLE)
          .bind("org", org)
          .bind("user", user)
          .bind("run", found.run())
          .bind("mark", Mark.TEXT)
          .execute();
    }
    if (!found.input().isEmpty()) {
      handle
          .createUpdate(INPUT)
          .bind("org", org)
          .bind("run", found.run())
          .bind("input", mark)
          .execute();
    }
    handle
        .createUpdate(INPUT_MESSAGES)
        .bind("org", org)
        .bind("run", found.run())
        .bind("input", mark)
        .bindArray("besides", UUID.class, List.copyOf(besides))
        .execute();
  }

  private void messages(Handle handle, UUID org, UUID run, Set<UUID> ids) {
    if (!ids.isEmpty()) {
      handle
          .createUpdate(MESSAGES)
          .bind("org", org)
          .bind("run", run)
          .bind("input", json.content(Mark.CONTENT))
          .bindArray("ids", UUID.class, List.copyOf(ids))
          .execute();
    }
  }

  private Found found(ResultSet rs) throws SQLException {
    return new Found(
        Columns.uuid(rs, "id"),
        Columns.uuid(rs, "thread_id"),
        rs.getString("title"),
        rs.getBoolean("own"),
        rs.getBoolean("told"),
        json.content(rs.getString("input")));
  }
}
