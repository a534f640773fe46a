package dev.perdure.store;

import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.RunFilter;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.Step;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.StepStatus;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Lists runs and their steps. */
final class RunLists {

  private static final String STEPS =
      """
      SELECT session_id, number, call, generation, kind, status, fence, tool, tool_call_id,
             child_run_id, error, started_at, ended_at
      FROM steps WHERE org_id = :org AND run_id = :run
      ORDER BY number, call
      """;

  private final RunRows rows;
  private final Json json;
  private final Bodies bodies;

  RunLists(RunRows rows, Json json, Bodies bodies) {
    this.rows = rows;
    this.json = json;
    this.bodies = bodies;
  }

  Page<Run> runs(Handle handle, OrgId orgId, RunFilter filter, PageRequest page) {
    Cursors.Key after = Cursors.read("runs", page);
    RunStatus status = filter.status();
    List<Run> found =
        handle
            .createQuery(sql(filter, after != null))
            .bind("org", orgId.value())
            .bind("session", filter.sessionId())
            .bind("agent", filter.agentId())
            .bind("parent", filter.parentRunId())
            .bind("status", status == null ? null : status.wireName())
            .bind("after", after == null ? null : after.uuid())
            .bind("limit", Cursors.rows(page))
            .map((rs, ctx) -> rows.map(rs))
            .list();
    return Cursors.page("runs", page, found, run -> new Cursors.Key(run.id().toString(), ""));
  }

  /** Names only the conditions that narrow, so that each list is read off its own index. */
  private static String sql(RunFilter filter, boolean after) {
    return "SELECT "
        + RunRows.COLUMNS
        + " FROM runs WHERE org_id = :org"
        + (filter.sessionId() == null ? "" : " AND session_id = :session")
        + (filter.agentId() == null ? "" : " AND agent_id = :agent")
        + family(filter)
        + (filter.status() == null ? "" : " AND status = :status")
        + (after ? " AND id < :after" : "")
        + " ORDER BY id DESC LIMIT :limit";
  }

  private static String family(RunFilter filter) {
    if (filter.parentRunId() != null) {
      return " AND parent_run_id = :parent";
    }
    return filter.subAgents() ? "" : " AND parent_run_id IS NULL";
  }

  List<Step> steps(Handle handle, OrgId orgId, UUID runId) {
    return handle
        .createQuery(STEPS)
        .bind("org", orgId.value())
        .bind("run", runId)
        .map((rs, ctx) -> step(orgId, runId, rs))
        .list();
  }

  private Step step(OrgId orgId, UUID runId, ResultSet rs) throws SQLException {
    RunRef run = new RunRef(orgId, Columns.uuid(rs, "session_id"), runId);
    StepRef ref = new StepRef(run, rs.getInt("number"), rs.getInt("call"), rs.getInt("generation"));
    String id = Body.step(runId, ref.number(), ref.call());
    return new Step(
        ref,
        StepKind.valueOf(rs.getString("kind")),
        StepStatus.of(rs.getString("status")),
        rs.getLong("fence"),
        rs.getString("tool"),
        rs.getString("tool_call_id"),
        Columns.uuidOrNull(rs, "child_run_id"),
        json.error(bodies.readOrNull(orgId, Body.STEP_ERROR, id, rs.getString("error"))),
        Columns.instantOrNull(rs, "started_at"),
        Columns.instantOrNull(rs, "ended_at"));
  }
}
