package dev.perdure.activities;

import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.model.PriceList;
import dev.perdure.core.port.BudgetStore;
import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.step.Claim;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What model calls cost: held before, counted after. */
final class Spending {

  private static final Logger log = LoggerFactory.getLogger(Spending.class);

  private final PriceList prices;
  private final BudgetStore budgets;

  Spending(PriceList prices, BudgetStore budgets) {
    this.prices = prices;
    this.budgets = budgets;
  }

  /**
   * Holds what a call may cost, when the run is limited.
   *
   * @param before what the step's calls have used so far
   * @param costBefore what they cost
   * @return what is not enough
   */
  Optional<BudgetKind> reserve(
      Claim.Claimed step, ModelRequest request, TokenUsage before, long costBefore) {
    if (!step.facts().limited()) {
      return Optional.empty();
    }
    TokenUsage estimate = Estimate.of(request);
    long tokens = before.input() + before.output() + estimate.input() + estimate.output();
    long cost = cost(step.step().run().orgId(), request.model(), estimate).orElse(0L);
    return budgets.reserve(step, tokens, costBefore + cost);
  }

  /** What a call cost, in millionths of a US dollar; 0 when nobody knows the price. */
  long cost(Claim.Claimed step, String model, ModelReply reply) {
    OrgId orgId = step.step().run().orgId();
    String answered = reply.provider() + "/" + reply.model();
    Optional<Long> cost =
        cost(orgId, model, reply.usage()).or(() -> cost(orgId, answered, reply.usage()));
    if (cost.isEmpty() && step.facts().costMicrosLeft() != null) {
      log.warn("the price of {} is not known: the call counts as free of charge", model);
    }
    return cost.orElse(0L);
  }

  private Optional<Long> cost(OrgId orgId, String model, TokenUsage usage) {
    return prices.price(orgId, model, Instant.now()).map(price -> price.cost(usage));
  }
}
