package dev.perdure.store;

import dev.perdure.core.port.BudgetStore;
import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepRef;
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

  JdbiBudgetStore(Db db) {
    this.db = db;
  }

  @Override
  public Optional<BudgetKind> reserve(Claim.Claimed attempt, long tokens, long costMicros) {
    StepRef ref = attempt.step();
    return db.inOrg(
        ref.run().orgId(),
        handle -> {
          StepLock.Locked step = StepLock.lock(handle, ref);
          if (step.refusal(attempt).isPresent()) {
            return Optional.empty();
          }
          Optional<BudgetKind> lacking = step.run().budget().lacking(tokens, costMicros);
          if (lacking.isPresent()) {
            hold(handle, ref, 0, 0);
          } else {
            hold(handle, ref, tokens, costMicros);
          }
          return lacking;
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
