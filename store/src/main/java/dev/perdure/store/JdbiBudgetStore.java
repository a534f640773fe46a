package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.BudgetStore;
import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.ModelUse;
import dev.perdure.core.step.StepRef;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Holds what a model call may cost; {@link ThoughtCommit} settles it. */
final class JdbiBudgetStore implements BudgetStore {

  private static final String RESERVE =
      """
      UPDATE runs SET reserved_tokens = :tokens, reserved_cost_micros = :cost
      WHERE org_id = :org AND id = :run
      """;

  private final Db db;
  private final EventLog log;
  private final DailySpend spend;

  JdbiBudgetStore(Db db, EventLog log, DailySpend spend) {
    this.db = db;
    this.log = log;
    this.spend = spend;
  }

  @Override
  public Optional<BudgetKind> reserve(
      Claim.Claimed attempt, long tokens, long costMicros, boolean last) {
    StepRef ref = attempt.step();
    return db.inOrg(
        ref.run().orgId(),
        handle -> {
          StepLock.Locked step = StepLock.lock(handle, ref);
          if (step.refusal(attempt).isPresent()) {
            return Optional.empty();
          }
          Optional<BudgetKind> lacking =
              (last
                      ? Optional.<BudgetKind>empty()
                      : step.run().budget().lacking(tokens, costMicros))
                  .or(() ->
                      spend.allows(handle, ref.run(), costMicros)
                          ? Optional.empty()
                          : Optional.of(BudgetKind.DAILY_SPEND));
          if (lacking.isPresent()) {
            hold(handle, ref, 0, 0);
          } else {
            hold(handle, ref, tokens, costMicros);
          }
          return lacking;
        });
  }

  @Override
  public List<LoggedEvent> book(Claim.Claimed attempt, ModelUse use) {
    StepRef ref = attempt.step();
    return db.inOrg(
        ref.run().orgId(),
        handle -> {
          StepLock.Locked step = StepLock.lock(handle, ref);
          if (step.refusal(attempt).isPresent()) {
            return List.of();
          }
          UsageBooking.book(handle, step, attempt.fence(), use);
          EventBatch batch = new EventBatch();
          batch.step(ref.stepId(), attempt.fence(), ThoughtEvents.usage(use));
          return log.append(handle, ref.run(), batch);
        });
  }

  private static void hold(Handle handle, StepRef step, long tokens, long costMicros) {
    handle
        .createUpdate(RESERVE)
        .bind("org", step.run().orgId().value())
        .bind("run", step.run().runId())
        .bind("tokens", tokens)
        .bind("cost", costMicros)
        .execute();
  }
}
