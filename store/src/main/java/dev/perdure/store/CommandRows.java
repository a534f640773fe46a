package dev.perdure.store;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.CommandRow;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Numbered commands. Whoever adds one has locked the session, so that numbers don't collide. */
final class CommandRows {

  private static final String INSERT =
      """
      INSERT INTO commands
        (org_id, run_id, number, kind, interrupt_id, choice, payload, created_by)
      VALUES (:org, :run, :number, :kind, :interrupt, :choice, :payload::jsonb, :user)
      """;

  private static final String NEXT =
      """
      SELECT coalesce(max(number), 0) + 1 FROM commands WHERE org_id = :org AND run_id = :run
      """;

  private static final String SELECT =
      """
      SELECT r.session_id, c.run_id, c.number, c.kind, c.interrupt_id, c.payload, c.created_by,
             c.created_at, c.taken_at
      FROM commands c JOIN runs r ON r.org_id = c.org_id AND r.id = c.run_id
      WHERE c.org_id = :org AND c.run_id = :run
      """;

  private static final String COMMAND =
      """
      number, kind, interrupt_id,
      CASE kind WHEN 'top_up' THEN 'top_up'
                ELSE coalesce(choice, payload ->> 'operation', payload ->> 'mode') END AS choice,
      CASE kind WHEN 'top_up' THEN (
        SELECT extract(epoch FROM r.started_at + r.wall_time_ms * interval '1 ms'
                                  - clock_timestamp()) * 1000
        FROM runs r WHERE r.org_id = commands.org_id AND r.id = commands.run_id
      )::bigint END AS left_ms
      """;

  private static final String TAKE =
      """
      UPDATE commands SET taken_at = coalesce(taken_at, clock_timestamp())
      WHERE org_id = :org AND run_id = :run AND number > :after AND kind <> 'steer'
      RETURNING
      """
          + COMMAND;

  private static final String HEAR_AGAIN =
      """
      UPDATE commands c SET taken_at = NULL
      FROM (SELECT max(number) FILTER (WHERE kind = :kind) AS first,
                   coalesce(max(number) FILTER (WHERE kind = 'resume'), 0) AS resumed
            FROM commands WHERE org_id = :org AND run_id = :run) last
      WHERE c.org_id = :org AND c.run_id = :run AND c.kind <> 'steer'
        AND c.number >= last.first AND last.first > last.resumed
      """;

  private final Json json;
  private final Bodies bodies;

  CommandRows(Json json, Bodies bodies) {
    this.json = json;
    this.bodies = bodies;
  }

  /**
   * What is told.
   *
   * @param choice which of several things it orders; absent when there is one only
   * @param payload JSON, by the command's own field names
   */
  record New(
      Command.Kind kind, @Nullable UUID interruptId, @Nullable String choice, String payload) {}

  /** Adds a command; answers its number. */
  int insert(Handle handle, RunRef run, UUID userId, New command) {
    int number = bound(handle, NEXT, run.orgId(), run.runId()).mapTo(Integer.class).one();
    String id = Body.command(run.runId(), number);
    handle
        .createUpdate(INSERT)
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .bind("number", number)
        .bind("kind", command.kind().wireName())
        .bind("interrupt", command.interruptId())
        .bind("choice", command.choice())
        .bind("payload", bodies.write(run.orgId(), Body.COMMAND, id, command.payload()))
        .bind("user", userId)
        .execute();
    return number;
  }

  /** Adds a command that is told in a map. */
  int insert(
      Handle handle, RunRef run, UUID userId, Command.Kind kind, Map<String, Object> payload) {
    String mode = payload.get("mode") instanceof String text ? text : null;
    return insert(handle, run, userId, new New(kind, null, mode, json.object(payload)));
  }

  List<CommandRow> list(Handle handle, OrgId orgId, UUID runId) {
    return bound(handle, SELECT + " ORDER BY c.number", orgId, runId)
        .map((rs, ctx) -> row(orgId, rs))
        .list();
  }

  Optional<CommandRow> find(Handle handle, RunRef run, @Nullable Integer number) {
    return number == null
        ? Optional.empty()
        : bound(handle, SELECT + " AND c.number = :number", run.orgId(), run.runId())
            .bind("number", number)
            .map((rs, ctx) -> row(run.orgId(), rs))
            .findOne();
  }

  /** One command as the workflow takes it. */
  Command command(Handle handle, RunRef run, int number) {
    String sql =
        "SELECT "
            + COMMAND
            + " FROM commands WHERE org_id = :org AND run_id = :run AND number = :number";
    return bound(handle, sql, run.orgId(), run.runId())
        .bind("number", number)
        .map((rs, ctx) -> command(rs))
        .one();
  }

  /** What the workflow has to hear. */
  List<Command> take(Handle handle, RunRef run, int after) {
    return bound(handle, TAKE, run.orgId(), run.runId())
        .bind("after", after)
        .map((rs, ctx) -> command(rs))
        .list()
        .stream()
        .sorted(Comparator.comparingInt(Command::number))
        .toList();
  }

  /** The workflow that would have taken what is left is gone: its successor need not hear it. */
  void takeAll(Handle handle, RunRef run) {
    take(handle, run, 0);
  }

  /** What the next workflow has to hear again: a cancel or a pause in force, and what followed. */
  void hearAgain(Handle handle, RunRef run, Command.Kind kind) {
    handle
        .createUpdate(HEAR_AGAIN)
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .bind("kind", kind.wireName())
        .execute();
  }

  private static Query bound(Handle handle, String sql, OrgId orgId, UUID runId) {
    return handle.createQuery(sql).bind("org", orgId.value()).bind("run", runId);
  }

  private static Command command(ResultSet rs) throws SQLException {
    Long left = rs.getObject("left_ms", Long.class);
    return new Command(
        rs.getInt("number"),
        Command.Kind.of(rs.getString("kind")),
        Columns.uuidOrNull(rs, "interrupt_id"),
        rs.getString("choice"),
        left == null ? null : Duration.ofMillis(left));
  }

  private CommandRow row(OrgId orgId, ResultSet rs) throws SQLException {
    UUID runId = Columns.uuid(rs, "run_id");
    int number = rs.getInt("number");
    String payload =
        bodies.readOrNull(
            orgId, Body.COMMAND, Body.command(runId, number), rs.getString("payload"));
    return new CommandRow(
        new RunRef(orgId, Columns.uuid(rs, "session_id"), runId),
        number,
        Command.Kind.of(rs.getString("kind")),
        Columns.uuidOrNull(rs, "interrupt_id"),
        payload == null ? Map.of() : json.object(payload),
        Columns.uuid(rs, "created_by"),
        Columns.instant(rs, "created_at"),
        Columns.instantOrNull(rs, "taken_at"));
  }
}
