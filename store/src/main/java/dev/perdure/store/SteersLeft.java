package dev.perdure.store;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.RunRef;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Steers that no THINK took in before their run came to its end. The session is locked. */
final class SteersLeft {

  private static final String LEFT =
      """
      SELECT number, payload, created_by FROM commands
      WHERE org_id = :org AND run_id = :run AND kind = 'steer' AND taken_at IS NULL
      ORDER BY number
      """;

  private static final String TO_QUEUE =
      """
      INSERT INTO runs (org_id, id, session_id, thread_id, agent_id, agent_version, status,
                        input_policy, input, created_by)
      SELECT :org, :new, r.session_id, r.thread_id, r.agent_id, r.agent_version, 'queued', 'steer',
             :input::jsonb, :user
      FROM runs r
      WHERE r.org_id = :org AND r.id = :run
      """;

  private static final String TAKEN =
      """
      UPDATE commands SET taken_at = clock_timestamp()
      WHERE org_id = :org AND run_id = :run AND kind = 'steer' AND taken_at IS NULL
      """;

  private static final String ANY =
      """
      SELECT EXISTS (
        SELECT FROM commands
        WHERE org_id = :org AND run_id = :run AND kind = 'steer' AND taken_at IS NULL)
      """;

  private final Json json;
  private final Bodies bodies;
  private final Supplier<UUID> ids;
  private final CommandRows commands;

  SteersLeft(Json json, Bodies bodies, Supplier<UUID> ids) {
    this.json = json;
    this.bodies = bodies;
    this.ids = ids;
    this.commands = new CommandRows(json, bodies);
  }

  private record Left(String payload, UUID by) {}

  /** Whether a run that is about to answer has to THINK again. */
  boolean sendsBack(Handle handle, RunLock.Locked run) {
    return run.acceptsWork()
        && bound(handle.createQuery(ANY), run.ref()).mapTo(Boolean.class).one();
  }

  /**
   * Hands on what the run did not come to: to the run that delegated to it, which has not ended, or
   * to runs of their own, ahead of the queue.
   */
  void handOn(Handle handle, RunLock.Locked run) {
    RunRef ref = run.ref();
    List<Left> left = left(handle, ref);
    if (left.isEmpty()) {
      return;
    }
    UUID parent = run.facts().parentRunId();
    for (Left steer : left) {
      if (parent != null) {
        commands.insert(
            handle,
            new RunRef(ref.orgId(), ref.sessionId(), parent),
            steer.by(),
            new CommandRows.New(Command.Kind.STEER, null, null, steer.payload()));
      } else {
        queue(handle, ref, steer);
      }
    }
    bound(handle.createUpdate(TAKEN), ref).execute();
  }

  private void queue(Handle handle, RunRef ref, Left steer) {
    UUID id = ids.get();
    String input = json.content(json.steer(steer.payload()));
    bound(handle.createUpdate(TO_QUEUE), ref)
        .bind("new", id)
        .bind("input", bodies.write(ref.orgId(), Body.RUN_INPUT, id, input))
        .bind("user", steer.by())
        .execute();
  }

  private List<Left> left(Handle handle, RunRef run) {
    return bound(handle.createQuery(LEFT), run)
        .map((rs, ctx) -> {
          String id = Body.command(run.runId(), rs.getInt("number"));
          return new Left(
              bodies.read(run.orgId(), Body.COMMAND, id, rs.getString("payload")),
              Columns.uuid(rs, "created_by"));
        })
        .list();
  }

  private static <S extends SqlStatement<S>> S bound(S statement, RunRef run) {
    return statement.bind("org", run.orgId().value()).bind("run", run.runId());
  }
}
