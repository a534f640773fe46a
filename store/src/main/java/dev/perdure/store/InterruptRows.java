package dev.perdure.store;

import dev.perdure.core.port.InterruptStore.InterruptFilter;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code interrupts}. */
final class InterruptRows {

  private static final String SELECT =
      """
      SELECT i.*, e.result AS late_result, e.generation AS late_generation
      FROM interrupts i
      LEFT JOIN LATERAL (
        SELECT result, generation FROM effects
        WHERE org_id = i.org_id AND run_id = i.run_id AND number = i.number AND call = i.call
          AND status = 'late_committed'
        ORDER BY generation DESC LIMIT 1
      ) e ON i.code = 'effect_unknown'
      WHERE i.org_id = :org
      """;

  private final Json json;
  private final Bodies bodies;

  InterruptRows(Json json, Bodies bodies) {
    this.json = json;
    this.bodies = bodies;
  }

  /**
   * An interrupt and what only the store needs of it.
   *
   * @param number the step it is about
   * @param command the number of the command that settled it; absent when none did
   */
  record Row(
      Interrupt interrupt,
      @Nullable Integer number,
      @Nullable Integer call,
      @Nullable Integer command) {

    UUID id() {
      return interrupt.id();
    }

    boolean open() {
      return interrupt.status() == Interrupt.Status.OPEN;
    }

    boolean is(String code) {
      return interrupt.code().equals(code);
    }
  }

  Optional<Row> find(Handle handle, OrgId orgId, UUID id) {
    return query(handle, orgId, " AND i.id = :id")
        .bind("id", id)
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  /** What the run itself waits for, oldest first. */
  List<Row> open(Handle handle, RunRef run) {
    return query(handle, run.orgId(), " AND i.run_id = :run AND i.status = 'open' ORDER BY i.id")
        .bind("run", run.runId())
        .map((rs, ctx) -> map(rs))
        .list();
  }

  /** All there was of a run and its sub-agents for one of two reasons, oldest first. */
  List<Row> troubles(Handle handle, RunRef run) {
    return handle
        .createQuery(
            RunFamily.WITH_BELOW
                + SELECT
                + " AND i.run_id IN (SELECT id FROM below)"
                + " AND i.reason IN ('budget', 'recovery') ORDER BY i.id")
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .map((rs, ctx) -> map(rs))
        .list();
  }

  Page<Interrupt> list(Handle handle, OrgId orgId, InterruptFilter filter, PageRequest page) {
    Cursors.Key after = Cursors.read("interrupts", page);
    WaitReason reason = filter.reason();
    Interrupt.Status status = filter.status();
    List<Interrupt> found =
        handle
            .createQuery(sql(filter, after != null))
            .bind("org", orgId.value())
            .bind("session", filter.sessionId())
            .bind("run", filter.runId())
            .bind("reason", reason == null ? null : reason.wireName())
            .bind("status", status == null ? null : status.wireName())
            .bind("after", after == null ? null : after.uuid())
            .bind("limit", Cursors.rows(page))
            .map((rs, ctx) -> map(rs).interrupt())
            .list();
    return Cursors.page("interrupts", page, found, i -> new Cursors.Key(i.id().toString(), ""));
  }

  private static String sql(InterruptFilter filter, boolean after) {
    return (filter.runId() == null ? "" : RunFamily.WITH_BELOW)
        + SELECT
        + (filter.runId() == null ? "" : " AND i.run_id IN (SELECT id FROM below)")
        + (filter.sessionId() == null ? "" : " AND i.session_id = :session")
        + (filter.reason() == null ? "" : " AND i.reason = :reason")
        + (filter.status() == null ? "" : " AND i.status = :status")
        + (after ? " AND i.id > :after" : "")
        + " ORDER BY i.id LIMIT :limit";
  }

  private static Query query(Handle handle, OrgId orgId, String condition) {
    return handle.createQuery(SELECT + condition).bind("org", orgId.value());
  }

  private Row map(ResultSet rs) throws SQLException {
    return new Row(
        interrupt(rs),
        rs.getObject("number", Integer.class),
        rs.getObject("call", Integer.class),
        rs.getObject("command", Integer.class));
  }

  private Interrupt interrupt(ResultSet rs) throws SQLException {
    OrgId orgId = new OrgId(Columns.uuid(rs, "org_id"));
    UUID id = Columns.uuid(rs, "id");
    return new Interrupt(
        new RunRef(orgId, Columns.uuid(rs, "session_id"), Columns.uuid(rs, "run_id")),
        id,
        WaitReason.of(rs.getString("reason")),
        Interrupt.Status.of(rs.getString("status")),
        rs.getString("step_id"),
        rs.getString("code"),
        bodies.read(orgId, Body.INTERRUPT_MESSAGE, id, rs.getString("message")),
        rs.getString("tool"),
        rs.getString("tool_call_id"),
        bodies.readOrNull(orgId, Body.INTERRUPT_ARGUMENTS, id, rs.getString("arguments")),
        operations(rs),
        detail(orgId, id, rs),
        Columns.instant(rs, "created_at"),
        Columns.instantOrNull(rs, "reminded_at"),
        Columns.instantOrNull(rs, "deadline"),
        Columns.instantOrNull(rs, "settled_at"),
        Columns.uuidOrNull(rs, "settled_by"),
        json.object(bodies.read(orgId, Body.INTERRUPT_SETTLEMENT, id, rs.getString("settlement"))));
  }

  private static List<RecoveryOperation> operations(ResultSet rs) throws SQLException {
    return Arrays.stream((String[]) rs.getArray("operations").getArray())
        .map(RecoveryOperation::of)
        .toList();
  }

  private Map<String, Object> detail(OrgId orgId, UUID id, ResultSet rs) throws SQLException {
    String stored = bodies.read(orgId, Body.INTERRUPT_DETAIL, id, rs.getString("detail"));
    Map<String, Object> detail = new HashMap<>(json.object(stored));
    String late = rs.getString("late_result");
    if (late != null) {
      String effect =
          Body.effect(
              Columns.uuid(rs, "run_id"),
              rs.getInt("number"),
              rs.getInt("call"),
              rs.getInt("late_generation"));
      detail.put("lateResult", bodies.read(orgId, Body.EFFECT_RESULT, effect, late));
    }
    return detail;
  }
}
