package dev.perdure.store;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.RunRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Top-ups that crossed the end of a budget: accepted after the run found it spent, and before it
 * asked for more. Each stands for one answer, so that a run whose budget is spent all the same
 * waits the next time.
 */
final class EarlyTopUps {

  /** The latest stands for all. */
  private static final String USE =
      """
      WITH unused AS (
        SELECT number, created_by, payload FROM commands
        WHERE org_id = :org AND run_id = :run AND kind = 'top_up' AND interrupt_id IS NULL
      ), used AS (
        UPDATE commands c SET interrupt_id = :interrupt
        FROM unused u
        WHERE c.org_id = :org AND c.run_id = :run AND c.number = u.number
      )
      SELECT number, created_by, payload FROM unused ORDER BY number DESC LIMIT 1
      """;

  private final Json json;
  private final Bodies bodies;
  private final InterruptRows rows;
  private final InterruptVerdict verdict;
  private final CommandRows commands;

  EarlyTopUps(
      Json json,
      Bodies bodies,
      InterruptRows rows,
      InterruptVerdict verdict,
      CommandRows commands) {
    this.json = json;
    this.bodies = bodies;
    this.rows = rows;
    this.verdict = verdict;
    this.commands = commands;
  }

  private record Used(int number, UUID by, Map<String, Object> words) {}

  /** Settles a budget's interrupt that was just made. The run is locked. */
  Optional<Command> settle(Handle handle, RunRef run, UUID interrupt) {
    Optional<Used> used = use(handle, run, interrupt);
    used.ifPresent(topUp -> mark(handle, run, interrupt, topUp));
    return used.map(topUp -> commands.command(handle, run, topUp.number()));
  }

  private Optional<Used> use(Handle handle, RunRef run, UUID interrupt) {
    return handle
        .createQuery(USE)
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .bind("interrupt", interrupt)
        .map((rs, ctx) ->
            new Used(
                rs.getInt("number"), Columns.uuid(rs, "created_by"), json.object(payload(run, rs))))
        .findOne();
  }

  private String payload(RunRef run, ResultSet rs) throws SQLException {
    String id = Body.command(run.runId(), rs.getInt("number"));
    return bodies.read(run.orgId(), Body.COMMAND, id, rs.getString("payload"));
  }

  private void mark(Handle handle, RunRef run, UUID id, Used topUp) {
    Interrupt interrupt = rows.find(handle, run.orgId(), id).orElseThrow().interrupt();
    Settlement settlement = Settlement.of(json, Command.Kind.TOP_UP.wireName(), topUp.words());
    verdict.mark(
        handle,
        interrupt,
        Interrupt.Status.SETTLED,
        new InterruptVerdict.By(topUp.by(), topUp.number(), settlement.words()));
  }
}
