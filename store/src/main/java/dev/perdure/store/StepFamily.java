package dev.perdure.store;

import dev.perdure.core.run.RunError;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A step, and those of forks that were given its outcome or its arguments. */
final class StepFamily {

  private static final String STEPS =
      """
      WITH RECURSIVE family (id) AS (
        SELECT :run::uuid
        UNION
        SELECT r.id FROM family f JOIN runs r ON r.org_id = :org AND r.forked_from = f.id
      ), settled AS (
        SELECT tool_call_id FROM steps
        WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
      )
      SELECT s.run_id, s.number, s.call, s.given, s.error, s.arguments FROM steps s
      WHERE s.org_id = :org AND s.run_id IN (SELECT id FROM family)
        AND (s.run_id = :run AND s.number = :number AND s.call = :call
          OR s.run_id <> :run AND s.tool_call_id = (SELECT tool_call_id FROM settled))
      ORDER BY s.run_id, s.number, s.call
      FOR NO KEY UPDATE OF s
      """;

  private final Json json;
  private final Bodies bodies;

  StepFamily(Json json, Bodies bodies) {
    this.json = json;
    this.bodies = bodies;
  }

  /** Where a step is; its call is 0 when it is the step itself. */
  record Place(UUID run, int number, int call) {

    String stepId() {
      return run + "/" + number + (call == 0 ? "" : "." + call);
    }

    /** Names its row. */
    String id() {
      return Body.step(run, number, call);
    }
  }

  /** What people may have typed in it. */
  record Member(
      Place place,
      @Nullable ToolOutput given,
      @Nullable RunError error,
      @Nullable String arguments) {}

  /** Locks and reads them. */
  List<Member> of(Handle handle, OrgId orgId, Place place) {
    return handle
        .createQuery(STEPS)
        .bind("org", orgId.value())
        .bind("run", place.run())
        .bind("number", place.number())
        .bind("call", place.call())
        .map((rs, ctx) -> member(orgId, rs))
        .list();
  }

  private Member member(OrgId orgId, ResultSet rs) throws SQLException {
    Place place = new Place(Columns.uuid(rs, "run_id"), rs.getInt("number"), rs.getInt("call"));
    String id = place.id();
    return new Member(
        place,
        json.output(bodies.readOrNull(orgId, Body.STEP_GIVEN, id, rs.getString("given"))),
        json.error(bodies.readOrNull(orgId, Body.STEP_ERROR, id, rs.getString("error"))),
        bodies.readOrNull(orgId, Body.STEP_ARGUMENTS, id, rs.getString("arguments")));
  }
}
