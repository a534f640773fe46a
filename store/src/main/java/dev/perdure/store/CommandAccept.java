package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Accepts commands, or refuses them. Locks the key, then the session, then runs. */
final class CommandAccept {

  private final IdempotencyKeys keys;
  private final RunRows runs;
  private final EventLog log;
  private final CommandRows commands;
  private final Verdicts verdicts;
  private final Recoveries recoveries;
  private final TopUpOrders topUps;
  private final RunPause pause;
  private final RunCancel cancel;
  private final Steers steers;

  CommandAccept(
      IdempotencyKeys keys,
      RunRows runs,
      EventLog log,
      CommandRows commands,
      Verdicts verdicts,
      Recoveries recoveries,
      TopUpOrders topUps,
      RunPause pause,
      RunCancel cancel,
      Steers steers) {
    this.keys = keys;
    this.runs = runs;
    this.log = log;
    this.commands = commands;
    this.verdicts = verdicts;
    this.recoveries = recoveries;
    this.topUps = topUps;
    this.pause = pause;
    this.cancel = cancel;
    this.steers = steers;
  }

  CommandAccepted accept(
      Handle handle,
      Caller caller,
      UUID runId,
      RunCommand command,
      @Nullable Idempotency idempotency) {
    OrgId orgId = caller.orgId();
    var made = keys.take(handle, orgId, idempotency, runId);
    if (made.isPresent()) {
      return replay(handle, orgId, made.get());
    }
    RunRef named = ref(handle, orgId, runId);
    RunLock.session(handle, orgId, named.sessionId());
    Told told = told(handle, caller, named, command);
    keys.made(
        handle, orgId, idempotency, new IdempotencyKeys.Made(told.run().runId(), told.number()));
    return accepted(handle, told);
  }

  /**
   * Pauses a run though nobody asks for it now.
   *
   * @param userId who wanted it
   */
  CommandAccepted pause(Handle handle, RunRef run, UUID userId) {
    RunLock.session(handle, run.orgId(), run.sessionId());
    return accepted(handle, pause.pause(handle, userId, run));
  }

  private Told told(Handle handle, Caller caller, RunRef named, RunCommand command) {
    return switch (command) {
      case RunCommand.Approve approve -> verdicts.approve(handle, caller, named, approve);
      case RunCommand.Deny deny -> verdicts.deny(handle, caller, named, deny);
      case RunCommand.Answer answer -> verdicts.answer(handle, caller, named, answer);
      case RunCommand.Recover recover -> recoveries.recover(handle, caller, named, recover);
      case RunCommand.AddBudget add -> topUps.accept(handle, caller, named, add.topUp());
      case RunCommand.Pause _ -> pause.pause(handle, caller.userId(), named);
      case RunCommand.Resume _ -> pause.resume(handle, caller.userId(), named);
      case RunCommand.Cancel stop -> cancel.cancel(handle, caller, named, stop.mode());
      case RunCommand.Steer steer -> steers.accept(handle, caller, named, steer.input());
    };
  }

  private CommandAccepted accepted(Handle handle, Told told) {
    var row = commands.find(handle, told.run(), told.number()).orElse(null);
    Run run = run(handle, told.run());
    List<LoggedEvent> events = new ArrayList<>(told.logged());
    told.news().forEach(news -> events.addAll(log.append(handle, news.run(), news.batch())));
    return new CommandAccepted(row, run, told.ring(), told.start(), events, told.replayed());
  }

  private CommandAccepted replay(Handle handle, OrgId orgId, IdempotencyKeys.Made made) {
    RunRef ref = ref(handle, orgId, made.id());
    RunLock.Locked locked = RunLock.run(handle, ref);
    return accepted(handle, Told.again(locked, made.number()));
  }

  private static RunRef ref(Handle handle, OrgId orgId, UUID runId) {
    return RunLock.ref(handle, orgId, runId)
        .orElseThrow(() -> PerdureException.notFound("run", runId));
  }

  private Run run(Handle handle, RunRef ref) {
    return runs.find(handle, ref.orgId(), ref.runId()).orElseThrow();
  }
}
