package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
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

  private static final String WRITE =
      """
      UPDATE execution_logs SET event = :event::jsonb
      WHERE org_id = :org AND session_id = :session AND pos = :pos
      """;

  private final Json json;

  MaskedEvents(Json json) {
    this.json = json;
  }

  /** What an event becomes; empty when it stays. */
  interface Change extends Function<RunEvent, Optional<RunEvent>> {}

  /** Custom events of these names. */
  void named(Handle handle, UUID org, UUID run, List<String> names, Change change) {
    apply(
        handle,
        org,
        handle.createQuery(NAMED).bindArray("names", String.class, names),
        run,
        change);
  }

  /** Events of a step, or of a call, of whatever generation. */
  void ofStep(Handle handle, UUID org, UUID run, String step, Change change) {
    apply(handle, org, handle.createQuery(OF_STEP).bind("step", step), run, change);
  }

  void ofType(Handle handle, UUID org, UUID run, String type, Change change) {
    apply(handle, org, handle.createQuery(OF_TYPE).bind("type", type), run, change);
  }

  private record Row(UUID session, long pos, RunEvent event) {}

  private void apply(Handle handle, UUID org, Query query, UUID run, Change change) {
    List<Row> rows = query.bind("org", org).bind("run", run).map((rs, ctx) -> row(rs)).list();
    for (Row row : rows) {
      change.apply(row.event()).ifPresent(event -> write(handle, org, row, event));
    }
  }

  private void write(Handle handle, UUID org, Row row, RunEvent event) {
    handle
        .createUpdate(WRITE)
        .bind("org", org)
        .bind("session", row.session())
        .bind("pos", row.pos())
        .bind("event", json.event(event))
        .execute();
  }

  private Row row(ResultSet rs) throws SQLException {
    return new Row(
        Columns.uuid(rs, "session_id"), rs.getLong("pos"), json.event(rs.getString("event")));
  }
}
