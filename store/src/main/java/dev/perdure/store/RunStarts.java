package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Tells that a run begins: in its own stream, or as a sub-agent in its parent's. */
final class RunStarts {

  /** The version of AG-UI that {@code RUN_STARTED} announces. */
  static final String PROTOCOL_VERSION = "1.0";

  private static final String SUB_AGENT =
      """
      SELECT c.sub_agent, p.id, p.parent_run_id,
             (SELECT s.tool_call_id FROM steps s
              WHERE s.org_id = c.org_id AND s.child_run_id = c.id) AS tool_call_id,
             (SELECT a ->> 'description'
              FROM jsonb_array_elements(v.config -> 'subAgents') AS a
              WHERE a ->> 'name' = c.sub_agent LIMIT 1) AS description
      FROM runs c
      JOIN runs p ON p.org_id = c.org_id AND p.id = c.parent_run_id
      JOIN agent_versions v
        ON v.org_id = p.org_id AND v.agent_id = p.agent_id AND v.version = p.agent_version
      WHERE c.org_id = :org AND c.id = :run
      """;

  private RunStarts() {}

  static RunEvent started(Handle handle, RunLock.Locked run) {
    RunRef ref = run.ref();
    if (run.facts().parentRunId() == null) {
      return new RunEvent.RunStarted(ref.sessionId(), ref.runId(), PROTOCOL_VERSION);
    }
    return handle
        .createQuery(SUB_AGENT)
        .bind("org", ref.orgId().value())
        .bind("run", ref.runId())
        .map((rs, ctx) -> {
          UUID parent = Columns.uuid(rs, "id");
          boolean nested = Columns.uuidOrNull(rs, "parent_run_id") != null;
          return new RunEvent.SubagentStarted(
              ref.runId(),
              Objects.requireNonNull(rs.getString("sub_agent")),
              rs.getString("description"),
              nested ? parent : null,
              rs.getString("tool_call_id"));
        })
        .one();
  }
}
