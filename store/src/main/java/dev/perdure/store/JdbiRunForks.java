package dev.perdure.store;

import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.RunForks;
import dev.perdure.core.run.Run;
import dev.perdure.core.tenant.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** New runs made of old ones; each method is one transaction. */
final class JdbiRunForks implements RunForks {

  private final Db db;
  private final RunRetry retry;
  private final RunFork fork;

  JdbiRunForks(Db db, RunRetry retry, RunFork fork) {
    this.db = db;
    this.retry = retry;
    this.fork = fork;
  }

  @Override
  public Created<Run> retry(Caller caller, UUID runId, @Nullable Idempotency idempotency) {
    return db.inOrg(caller.orgId(), handle -> retry.retry(handle, caller, runId, idempotency));
  }

  @Override
  public Created<Run> fork(
      Caller caller, UUID runId, ForkRun request, @Nullable Idempotency idempotency) {
    return db.inOrg(
        caller.orgId(), handle -> fork.fork(handle, caller, runId, request, idempotency));
  }
}
