package dev.perdure.store;

import dev.perdure.core.run.RunRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Runs above and below a run. */
final class RunFamily {

  private static final String ABOVE =
      """
      WITH RECURSIVE above (id, parent_run_id, depth) AS (
        SELECT id, parent_run_id, depth FROM runs WHERE org_id = :org AND id = :run
        UNION ALL
        SELECT r.id, r.parent_run_id, r.depth
        FROM above a JOIN runs r ON r.org_id = :org AND r.id = a.parent_run_id
      )
      SELECT id FROM above ORDER BY depth
      """;

  /** Sub-agents of a run, however deep, as a table {@code below} with the run itself. */
  static final String WITH_BELOW =
      """
      WITH RECURSIVE below (id, depth) AS (
        SELECT id, depth FROM runs WHERE org_id = :org AND id = :run
        UNION ALL
        SELECT r.id, r.depth FROM below b JOIN runs r ON r.org_id = :org AND r.parent_run_id = b.id
      )
      """;

  /** The runs of a session that has one under way, as a recursive table {@code open}. */
  static final String OPEN =
      """
      open (id) AS (
        SELECT id FROM runs
        WHERE org_id = :org AND session_id = :session AND parent_run_id IS NULL
          AND status IN ('starting', 'running', 'waiting', 'paused', 'cancelling')
        UNION ALL
        SELECT r.id FROM open o JOIN runs r ON r.org_id = :org AND r.parent_run_id = o.id
      )
      """;

  private static final String CHILDREN =
      """
      SELECT id FROM runs
      WHERE org_id = :org AND parent_run_id = :run
        AND status NOT IN ('succeeded', 'failed', 'cancelled', 'expired')
      ORDER BY id
      """;

  private RunFamily() {}

  /** The run and those above it, the topmost first. */
  static List<RunRef> above(Handle handle, RunRef run) {
    return refs(handle, run, ABOVE);
  }

  /** The run and its sub-agents, those above before those below. */
  static List<RunRef> below(Handle handle, RunRef run) {
    return refs(handle, run, WITH_BELOW + "SELECT id FROM below ORDER BY depth, id");
  }

  /**
   * Sub-agents that have not ended, those above before those below; all are locked. A run is locked
   * before those right below it are looked for, so that it makes none meanwhile.
   */
  static List<RunLock.Locked> liveBelow(Handle handle, RunRef run) {
    List<RunLock.Locked> live = new ArrayList<>();
    Deque<RunRef> above = new ArrayDeque<>(List.of(run));
    while (!above.isEmpty()) {
      for (RunRef child : children(handle, above.remove())) {
        RunLock.Locked locked = RunLock.run(handle, child);
        if (!locked.status().terminal()) {
          live.add(locked);
          above.add(child);
        }
      }
    }
    return live;
  }

  private static List<RunRef> children(Handle handle, RunRef run) {
    return handle
        .createQuery(CHILDREN)
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .mapTo(UUID.class)
        .list()
        .stream()
        .map(id -> new RunRef(run.orgId(), run.sessionId(), id))
        .toList();
  }

  /** The run right above; no lock. */
  static Optional<RunRef> parent(Handle handle, RunRef run) {
    return handle
        .createQuery(
            """
            SELECT parent_run_id FROM runs
            WHERE org_id = :org AND session_id = :session AND id = :run
              AND parent_run_id IS NOT NULL
            """)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .mapTo(UUID.class)
        .findOne()
        .map(id -> new RunRef(run.orgId(), run.sessionId(), id));
  }

  private static List<RunRef> refs(Handle handle, RunRef run, String sql) {
    return handle
        .createQuery(sql)
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .mapTo(UUID.class)
        .list()
        .stream()
        .map(id -> new RunRef(run.orgId(), run.sessionId(), id))
        .toList();
  }
}
