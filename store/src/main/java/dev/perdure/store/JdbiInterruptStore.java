package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.PlannedTool;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Interrupts; each method is one transaction. */
final class JdbiInterruptStore implements InterruptStore {

  private static final String PLANNED =
      """
      SELECT s.skill, s.tool_digest FROM interrupts i
      JOIN steps s ON s.org_id = i.org_id AND s.run_id = i.run_id AND s.number = i.number
        AND s.call = i.call
      WHERE i.org_id = :org AND i.id = :id AND s.tool_digest IS NOT NULL
      """;

  private final Db db;
  private final InterruptRows rows;
  private final InterruptOpening opening;
  private final InterruptTimers timers;

  JdbiInterruptStore(Db db, InterruptRows rows, InterruptOpening opening, InterruptTimers timers) {
    this.db = db;
    this.rows = rows;
    this.opening = opening;
    this.timers = timers;
  }

  @Override
  public Opened open(InterruptRequest request) {
    return db.inOrg(request.step().run().orgId(), handle -> opening.open(handle, request));
  }

  @Override
  public List<LoggedEvent> remind(RunRef run, UUID interruptId) {
    return db.inOrg(run.orgId(), handle -> timers.remind(handle, run, interruptId));
  }

  @Override
  public Expired expire(RunRef run, UUID interruptId) {
    return db.inOrg(run.orgId(), handle -> timers.expire(handle, run, interruptId, false));
  }

  @Override
  public Expired outOfTime(RunRef run, UUID interruptId) {
    return db.inOrg(run.orgId(), handle -> timers.expire(handle, run, interruptId, true));
  }

  @Override
  public Expired retry(RunRef run, UUID interruptId) {
    return db.inOrg(run.orgId(), handle -> timers.retry(handle, run, interruptId));
  }

  @Override
  public Page<Interrupt> list(OrgId orgId, InterruptFilter filter, PageRequest page) {
    return db.inOrg(orgId, handle -> rows.list(handle, orgId, filter, page));
  }

  @Override
  public Optional<Interrupt> get(OrgId orgId, UUID interruptId) {
    return db.inOrg(
        orgId, handle -> rows.find(handle, orgId, interruptId).map(InterruptRows.Row::interrupt));
  }

  @Override
  public Optional<PlannedTool> plannedTool(OrgId orgId, UUID interruptId) {
    return db.inOrg(
        orgId,
        handle ->
            handle
                .createQuery(PLANNED)
                .bind("org", orgId.value())
                .bind("id", interruptId)
                .map((rs, ctx) ->
                    new PlannedTool(rs.getString("skill"), rs.getString("tool_digest")))
                .findOne());
  }
}
