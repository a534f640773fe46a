package dev.perdure.store;

import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.CommandStore;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.CommandRow;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Commands; each method is one transaction. */
final class JdbiCommandStore implements CommandStore {

  private final Db db;
  private final CommandAccept accept;
  private final CommandRows rows;

  JdbiCommandStore(Db db, CommandAccept accept, CommandRows rows) {
    this.db = db;
    this.accept = accept;
    this.rows = rows;
  }

  @Override
  public CommandAccepted accept(
      Caller caller, UUID runId, RunCommand command, @Nullable Idempotency idempotency) {
    return db.inOrg(
        caller.orgId(), handle -> accept.accept(handle, caller, runId, command, idempotency));
  }

  @Override
  public List<CommandRow> list(OrgId orgId, UUID runId) {
    return db.inOrg(orgId, handle -> rows.list(handle, orgId, runId));
  }

  @Override
  public List<Command> take(RunRef run, int afterNumber) {
    return db.inOrg(run.orgId(), handle -> rows.take(handle, run, afterNumber));
  }
}
