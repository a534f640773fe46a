package dev.perdure.store;

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
      SELECT number FROM commands
      WHERE org_id = :org AND run_id = :run AND kind = 'steer' AND taken_at IS NULL
      ORDER BY number
      """;

  private static final String TO_PARENT =
      """
      INSERT INTO commands (org_id, run_id, number, kind, payload, created_by)
      SELECT :org, :parent, m.last + row_number() OVER (ORDER BY c.number), 'steer', c.payload,
             c.created_by
      FROM commands c,
           (SELECT coalesce(max(number), 0) AS last FROM commands
            WHERE org_id = :org AND run_id = :parent) m
      WHERE c.org_id = :org AND c.run_id = :run AND c.kind = 'steer' AND c.taken_at IS NULL
      """;

  private static final String TO_QUEUE =
      """
      INSERT INTO runs (org_id, id, session_id, thread_id, agent_id, agent_version, status,
                        input_policy, input, created_by)
      SELECT :org, :new, r.session_id, r.thread_id, r.agent_id, r.agent_version, 'queued', 'steer',
             c.payload -> 'input', c.created_by
      FROM runs r JOIN commands c ON c.org_id = r.org_id AND c.run_id = r.id
      WHERE r.org_id = :org AND r.id = :run AND c.number = :number
      """;

  private static final String TAKEN =
      """
      UPDATE commands SET taken_at = clock_timestamp()
      WHERE org_id = :org AND run_id = :run AND kind = 'steer' AND taken_at IS NULL
      """;

  private final Supplier<UUID> ids;

  SteersLeft(Supplier<UUID> ids) {
    this.ids = ids;
  }

  /** Whether a run that is about to answer has to THINK again. */
  boolean sendsBack(Handle handle, RunLock.Locked run) {
    return run.acceptsWork() && !left(handle, run.ref()).isEmpty();
  }

  /**
   * Hands on what the run did not come to: to the run that delegated to it, which has not ended, or
   * to runs of their own, ahead of the queue.
   */
  void handOn(Handle handle, RunLock.Locked run) {
    RunRef ref = run.ref();
    List<Integer> left = left(handle, ref);
    if (left.isEmpty()) {
      return;
    }
    UUID parent = run.facts().parentRunId();
    if (parent != null) {
      bound(handle.createUpdate(TO_PARENT), ref).bind("parent", parent).execute();
    } else {
      for (int number : left) {
        bound(handle.createUpdate(TO_QUEUE), ref)
            .bind("new", ids.get())
            .bind("number", number)
            .execute();
      }
    }
    bound(handle.createUpdate(TAKEN), ref).execute();
  }

  private static List<Integer> left(Handle handle, RunRef run) {
    return bound(handle.createQuery(LEFT), run).mapTo(Integer.class).list();
  }

  private static <S extends SqlStatement<S>> S bound(S statement, RunRef run) {
    return statement.bind("org", run.orgId().value()).bind("run", run.runId());
  }
}
