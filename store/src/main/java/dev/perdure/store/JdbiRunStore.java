package dev.perdure.store;

import dev.perdure.core.port.Begun;
import dev.perdure.core.port.Finished;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.RunFilter;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.port.StartRun;
import dev.perdure.core.port.Started;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.Step;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs; each method is one transaction, done by a class of its own where it is long. */
final class JdbiRunStore implements RunStore {

  private static final String EXISTS =
      """
      SELECT EXISTS (
        SELECT FROM runs WHERE org_id = :org AND id = :run AND session_id = :session)
      """;

  private final Db db;
  private final RunRows rows;
  private final RunLists lists;
  private final RunStart start;
  private final RunBeginning beginning;
  private final RunEnding ending;

  JdbiRunStore(
      Db db,
      RunRows rows,
      RunLists lists,
      RunStart start,
      RunBeginning beginning,
      RunEnding ending) {
    this.db = db;
    this.rows = rows;
    this.lists = lists;
    this.start = start;
    this.beginning = beginning;
    this.ending = ending;
  }

  @Override
  public Started start(Caller caller, StartRun request, @Nullable Idempotency idempotency) {
    return db.inOrg(caller.orgId(), handle -> start.start(handle, caller, request, idempotency));
  }

  @Override
  public boolean exists(RunRef run) {
    return db.inOrg(
        run.orgId(),
        handle ->
            handle
                .createQuery(EXISTS)
                .bind("org", run.orgId().value())
                .bind("run", run.runId())
                .bind("session", run.sessionId())
                .mapTo(Boolean.class)
                .one());
  }

  @Override
  public Optional<Run> get(OrgId orgId, UUID runId) {
    return db.inOrg(orgId, handle -> rows.find(handle, orgId, runId));
  }

  @Override
  public Page<Run> list(OrgId orgId, RunFilter filter, PageRequest page) {
    return db.inOrg(orgId, handle -> lists.runs(handle, orgId, filter, page));
  }

  @Override
  public List<Step> steps(OrgId orgId, UUID runId) {
    return db.inOrg(orgId, handle -> lists.steps(handle, orgId, runId));
  }

  @Override
  public Begun begin(RunRef run) {
    return db.inOrg(run.orgId(), handle -> beginning.begin(handle, run));
  }

  @Override
  public Finished finish(RunRef run, Ending how) {
    return db.inOrg(run.orgId(), handle -> ending.finish(handle, run, how));
  }
}
