package dev.perdure.store;

import dev.perdure.core.port.Begun;
import dev.perdure.core.port.CancelAccepted;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Finished;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.RunFilter;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.port.StartRun;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.Step;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs; each method is one transaction, done by a class of its own where it is long. */
final class JdbiRunStore implements RunStore {

  private static final String TAKE_COMMANDS =
      """
      UPDATE commands SET taken_at = coalesce(taken_at, clock_timestamp())
      WHERE org_id = :org AND run_id = :run AND number > :after
      RETURNING number, kind
      """;

  private final Db db;
  private final RunRows rows;
  private final RunLists lists;
  private final RunStart start;
  private final RunBeginning beginning;
  private final RunCancel cancel;
  private final RunEnding ending;

  JdbiRunStore(
      Db db,
      RunRows rows,
      RunLists lists,
      RunStart start,
      RunBeginning beginning,
      RunCancel cancel,
      RunEnding ending) {
    this.db = db;
    this.rows = rows;
    this.lists = lists;
    this.start = start;
    this.beginning = beginning;
    this.cancel = cancel;
    this.ending = ending;
  }

  @Override
  public Created<Run> start(Caller caller, StartRun request, @Nullable Idempotency idempotency) {
    return db.inOrg(caller.orgId(), handle -> start.start(handle, caller, request, idempotency));
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
  public CancelAccepted cancel(Caller caller, UUID runId) {
    return db.inOrg(caller.orgId(), handle -> cancel.cancel(handle, caller, runId));
  }

  @Override
  public List<Command> takeCommands(RunRef run, int afterNumber) {
    return db.inOrg(
        run.orgId(),
        handle ->
            handle
                .createQuery(TAKE_COMMANDS)
                .bind("org", run.orgId().value())
                .bind("run", run.runId())
                .bind("after", afterNumber)
                .map((rs, ctx) ->
                    new Command(rs.getInt("number"), Command.Kind.of(rs.getString("kind"))))
                .list()
                .stream()
                .sorted(Comparator.comparingInt(Command::number))
                .toList());
  }

  @Override
  public Finished finish(RunRef run, Ending how) {
    return db.inOrg(run.orgId(), handle -> ending.finish(handle, run, how));
  }
}
