package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.tenant.Caller;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Orders for runs that wait for recovery or for a budget. The session is locked. */
final class Recoveries {

  /** The code of an interrupt about a call of which nobody knows whether it was made. */
  static final String EFFECT_UNKNOWN = "effect_unknown";

  private static final String SWITCH_MODEL =
      "UPDATE runs SET model = :model WHERE org_id = :org AND id = :run";

  private final Json json;
  private final InterruptVerdict verdict;
  private final InterruptFinder finder;
  private final CommandRows commands;
  private final StepGiven given;
  private final TopUpOrders topUps;
  private final RunCancel cancel;
  private final LostRuns lost;

  Recoveries(
      Json json,
      InterruptVerdict verdict,
      InterruptFinder finder,
      CommandRows commands,
      StepGiven given,
      TopUpOrders topUps,
      RunCancel cancel,
      LostRuns lost) {
    this.json = json;
    this.verdict = verdict;
    this.finder = finder;
    this.commands = commands;
    this.given = given;
    this.topUps = topUps;
    this.cancel = cancel;
    this.lost = lost;
  }

  Told recover(Handle handle, Caller caller, RunRef named, RunCommand.Recover order) {
    require(order);
    UUID id = order.interruptId();
    InterruptFinder.Found found =
        id == null ? finder.only(handle, named) : finder.byId(handle, named, id);
    Settlement settlement = settlement(order);
    if (!found.row().open()) {
      return again(found, settlement, id);
    }
    requireOffered(found, order.operation());
    return switch (order.operation()) {
      case CANCEL -> cancel(handle, caller, found, settlement);
      case TOP_UP -> topUps.settle(handle, caller, found, Objects.requireNonNull(order.topUp()));
      case RETRY -> retry(handle, caller, found, order, settlement);
      case SWITCH_MODEL, SKIP_STEP, PROVIDE_RESULT, FINISH_WITH_WHAT_IS_KNOWN -> {
        EventBatch batch = new EventBatch();
        change(handle, found, order, batch);
        yield settle(handle, caller, found, order, settlement, batch);
      }
    };
  }

  /** A recovery that named no interrupt finds none to be settled, unless it was just this. */
  private static Told again(
      InterruptFinder.Found found, Settlement settlement, @Nullable UUID named) {
    if (named == null && !settlement.settled(found.row().interrupt())) {
      Refused.ended(found.run());
      throw InterruptFinder.none(found.run());
    }
    return settlement.again(found);
  }

  private static void require(RunCommand.Recover order) {
    if (order.operation() == RecoveryOperation.SWITCH_MODEL && order.model() == null) {
      throw PerdureException.invalid("model_required", "Name the model to switch to.", "/model");
    }
    if (order.operation() == RecoveryOperation.TOP_UP) {
      TopUps.requireSome(order.topUp());
    }
  }

  private static void requireOffered(InterruptFinder.Found found, RecoveryOperation operation) {
    Interrupt interrupt = found.row().interrupt();
    if (!interrupt.operations().contains(operation)) {
      throw Refused.because(
          "operation_not_offered",
          operation.wireName()
              + " can't settle this interrupt. It can be settled by: "
              + String.join(
                  ", ", interrupt.operations().stream().map(RecoveryOperation::wireName).toList())
              + ".",
          found.run());
    }
  }

  private Told cancel(
      Handle handle, Caller caller, InterruptFinder.Found found, Settlement settlement) {
    Interrupt interrupt = found.row().interrupt();
    verdict.mark(
        handle,
        interrupt,
        Interrupt.Status.SETTLED,
        new InterruptVerdict.By(caller.userId(), null, settlement.words()));
    return cancel.cancel(handle, caller, interrupt.run(), CancelMode.INTERRUPT);
  }

  private Told retry(
      Handle handle,
      Caller caller,
      InterruptFinder.Found found,
      RunCommand.Recover order,
      Settlement settlement) {
    if (found.row().is(LostRuns.CODE)) {
      EventBatch batch = new EventBatch();
      int number = record(handle, caller, found, order);
      lost.restart(handle, found, by(caller, number, settlement), batch);
      return Told.start(found.run().ref(), number, batch);
    }
    if (found.row().is(EFFECT_UNKNOWN)) {
      again(handle, found);
    }
    return settle(handle, caller, found, order, settlement, new EventBatch());
  }

  private void again(Handle handle, InterruptFinder.Found found) {
    StepGiven.Place call = place(found.row());
    Optional<Instant> until = given.underWayUntil(handle, call);
    if (until.isPresent()) {
      throw Refused.because(
          "effect_may_still_happen",
          "The first call may still be under way until " + until.get() + ". Retry after that.",
          found.run());
    }
    given.again(handle, call);
  }

  private void change(
      Handle handle, InterruptFinder.Found found, RunCommand.Recover order, EventBatch batch) {
    switch (order.operation()) {
      case SWITCH_MODEL -> switchModel(handle, found.run().ref(), order);
      case SKIP_STEP -> skip(handle, found);
      case PROVIDE_RESULT -> provide(handle, found, order.result(), batch);
      case RETRY, TOP_UP, CANCEL, FINISH_WITH_WHAT_IS_KNOWN -> {}
    }
  }

  private static void switchModel(Handle handle, RunRef run, RunCommand.Recover order) {
    handle
        .createUpdate(SWITCH_MODEL)
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .bind("model", PgText.cleanOrNull(order.model()))
        .execute();
  }

  private void skip(Handle handle, InterruptFinder.Found found) {
    StepGiven.Place call = place(found.row());
    boolean unknown = found.row().is(EFFECT_UNKNOWN);
    String told = "A person skipped this call." + (unknown ? " It may have taken effect." : "");
    given.settleEffect(handle, call, EffectEntry.Status.SKIPPED);
    given.give(handle, call, ToolOutput.failure(told));
  }

  private void provide(
      Handle handle, InterruptFinder.Found found, @Nullable String result, EventBatch batch) {
    StepGiven.Place step = place(found.row());
    boolean unknown = found.row().is(EFFECT_UNKNOWN);
    Object late = found.row().interrupt().detail().get("lateResult");
    if (result == null && !unknown) {
      throw PerdureException.invalid("result_required", "Say what the result is.", "/result");
    }
    String told =
        result == null ? Objects.requireNonNullElse(late, "It happened.").toString() : result;
    given
        .settleEffect(handle, step, EffectEntry.Status.CONFIRMED)
        .ifPresent(call -> ToolCosts.settle(handle, call).ifPresent(batch::run));
    given.give(handle, step, ToolOutput.of(told));
  }

  private Told settle(
      Handle handle,
      Caller caller,
      InterruptFinder.Found found,
      RunCommand.Recover order,
      Settlement settlement,
      EventBatch batch) {
    int number = record(handle, caller, found, order);
    verdict.settle(
        handle,
        found.row().interrupt(),
        Interrupt.Status.SETTLED,
        by(caller, number, settlement),
        batch);
    return Told.ring(found.run(), number, batch);
  }

  private int record(
      Handle handle, Caller caller, InterruptFinder.Found found, RunCommand.Recover order) {
    return commands.insert(
        handle,
        found.run().ref(),
        caller.userId(),
        new CommandRows.New(
            order.kind(),
            found.row().id(),
            order.operation().wireName(),
            json.object(words(order))));
  }

  private static InterruptVerdict.By by(Caller caller, int number, Settlement settlement) {
    return new InterruptVerdict.By(caller.userId(), number, settlement.words());
  }

  private Settlement settlement(RunCommand.Recover order) {
    return order.operation() == RecoveryOperation.TOP_UP
        ? topUps.settlement(Objects.requireNonNull(order.topUp()))
        : Settlement.of(json, order.kind().wireName(), words(order));
  }

  private static Map<String, Object> words(RunCommand.Recover order) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("operation", order.operation().wireName());
    if (order.model() != null) {
      words.put("model", order.model());
    }
    if (order.result() != null) {
      words.put("result", order.result());
    }
    return words;
  }

  private static StepGiven.Place place(InterruptRows.Row row) {
    return new StepGiven.Place(
        row.interrupt().run(),
        Objects.requireNonNull(row.number()),
        Objects.requireNonNull(row.call()));
  }
}
