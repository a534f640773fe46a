package dev.perdure.store;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.TopUp;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Orders to raise budgets. The session is locked. */
final class TopUpOrders {

  private final Json json;
  private final InterruptVerdict verdict;
  private final CommandRows commands;

  TopUpOrders(Json json, InterruptVerdict verdict, CommandRows commands) {
    this.json = json;
    this.verdict = verdict;
    this.commands = commands;
  }

  /** Raises a run's budget, whether it waits for that or not. */
  Told accept(Handle handle, Caller caller, RunRef ref, TopUp topUp) {
    TopUps.requireSome(topUp);
    List<RunRef> above = RunFamily.above(handle, ref);
    List<RunLock.Locked> locked = above.stream().map(run -> RunLock.run(handle, run)).toList();
    RunLock.Locked run = locked.getLast();
    Refused.ended(run);
    if (!run.begun()) {
      throw Refused.because(
          "run_not_started", "A run gets its budget when it starts. Raise it after that.", run);
    }
    Optional<InterruptRows.Row> waits =
        verdict.open(handle, ref).stream()
            .filter(row -> row.interrupt().reason() == WaitReason.BUDGET)
            .findFirst();
    return raise(handle, caller, run, above, waits, topUp);
  }

  /** Raises the budget that an open interrupt waits for. */
  Told settle(Handle handle, Caller caller, InterruptFinder.Found found, TopUp topUp) {
    return raise(handle, caller, found.run(), found.above(), Optional.of(found.row()), topUp);
  }

  /** What an interrupt is settled with by a top-up. */
  Settlement settlement(TopUp topUp) {
    return Settlement.of(json, Command.Kind.TOP_UP.wireName(), TopUps.words(topUp));
  }

  private Told raise(
      Handle handle,
      Caller caller,
      RunLock.Locked run,
      List<RunRef> above,
      Optional<InterruptRows.Row> waits,
      TopUp topUp) {
    EventBatch batch = new EventBatch();
    TopUps.raise(handle, above, topUp, batch);
    int number =
        commands.insert(
            handle,
            run.ref(),
            caller.userId(),
            new CommandRows.New(
                Command.Kind.TOP_UP,
                waits.map(InterruptRows.Row::id).orElse(null),
                null,
                json.object(TopUps.words(topUp))));
    if (waits.isPresent()) {
      verdict.settle(
          handle,
          waits.get().interrupt(),
          Interrupt.Status.SETTLED,
          new InterruptVerdict.By(caller.userId(), number, settlement(topUp).words()),
          batch);
    }
    return Told.ring(run, number, batch);
  }
}
