package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Rewrites events of one run; no others do, since the log is only added to. */
final class MaskedEvents {

  private static final String OF_RUN =
      "SELECT session_id, pos, event FROM execution_logs WHERE org_id = :org AND run_id = :run\n";

  private static final String NAMED = OF_RUN + "AND name = ANY(:names)";

  private static final String OF_STEP =
      OF_RUN + "AND (step_id = :step OR starts_with(step_id, :step || '~'))";

  private static final String OF_TYPE = OF_RUN + "AND type = :type";

  private final Json json;
  private final Bodies bodies;
  private final MaskedBodies masked;

  MaskedEvents(Json json, Bodies bodies, MaskedBodies masked) {
    this.json = json;
    this.bodies = bodies;
    this.masked = masked;
  }

  /** What an event becomes; empty when it stays. */
  interface Change extends Function<RunEvent, Optional<RunEvent>> {}

  /** Custom events of these names. */
  void named(Handle handle, OrgId orgId, UUID run, List<String> names, Change change) {
    apply(
        handle,
        orgId,
        handle.createQuery(NAMED).bindArray("names", String.class, names),
        run,
        change);
  }

  /** Events of a step, or of a call, of whatever generation. */
  void ofStep(Handle handle, OrgId orgId, UUID run, String step, Change change) {
    apply(handle, orgId, handle.createQuery(OF_STEP).bind("step", step), run, change);
  }

  void ofType(Handle handle, OrgId orgId, UUID run, String type, Change change) {
    apply(handle, orgId, handle.createQuery(OF_TYPE).bind("type", type), run, change);
  }

  private record Row(String id, RunEvent event) {}

  private void apply(Handle handle, OrgId orgId, Query query, UUID run, Change change) {
    List<Row> rows =
        query.bind("org", orgId.value()).bind("run", run).map((rs, ctx) -> row(orgId, rs)).list();
    for (Row row : rows) {
      change
          .apply(row.event())
          .ifPresent(event -> masked.write(handle, orgId, Body.EVENT, row.id(), json.event(event)));
    }
  }

  private Row row(OrgId orgId, ResultSet rs) throws SQLException {
    String id = Body.Rows.EVENTS.id(rs);
    return new Row(id, json.event(bodies.read(orgId, Body.EVENT, id, rs.getString("event"))));
  }
}
