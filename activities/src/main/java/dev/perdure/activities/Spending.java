package dev.perdure.activities;

import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.model.PriceList;
import dev.perdure.core.port.BudgetStore;
import dev.perdure.core.port.LivePublisher;
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
  private final LivePublisher live;

  Spending(PriceList prices, BudgetStore budgets, LivePublisher live) {
    this.prices = prices;
    this.budgets = budgets;
    this.live = live;
  }

  /**
   * Bounds the reply to a limited run's call to what is left, so that it can't cost more; but not
   * so much that it would not be worth the call: whether that fits {@link #reserve} says.
   *
   * @param before what the step's calls have used so far
   * @param costBefore what they cost
   */
  ModelRequest bounded(
      Claim.Claimed step, ModelRequest request, TokenUsage before, long costBefore) {
    long affordable = affordable(step, request, before, costBefore);
    if (affordable == Long.MAX_VALUE) {
      return request;
    }
    Integer asked = request.parameters().maxOutputTokens();
    int most = asked == null ? Estimate.MOST_OUTPUT : asked;
    int least = Math.min(most, Estimate.LEAST_OUTPUT);
    return request.withMaxOutputTokens(Math.clamp(affordable, least, most));
  }

  /** How many tokens the reply may have; the greatest number when nothing limits it. */
  private long affordable(
      Claim.Claimed step, ModelRequest request, TokenUsage before, long costBefore) {
    Long tokens = step.facts().tokensLeft();
    Long money = step.facts().costMicrosLeft();
    TokenUsage input = new TokenUsage(Estimate.input(request), 0, 0, 0);
    long byTokens =
        tokens == null ? Long.MAX_VALUE : tokens - before.input() - before.output() - input.input();
    long byMoney =
        money == null
            ? Long.MAX_VALUE
            : prices
                .price(step.step().run().orgId(), request.model(), Instant.now())
                .map(price -> price.outputFor(money - costBefore - price.cost(input)))
                .orElse(Long.MAX_VALUE);
    return Math.min(byTokens, byMoney);
  }

  /** Books calls whose answer is not taken. That this fails is not why the step does. */
  void book(Claim.Claimed step, Answer answer) {
    try {
      live.events(budgets.book(step, answer.use()));
    } catch (RuntimeException e) {
      log.warn("usage of step {} could not be booked", step.step().stepId(), e);
    }
  }

  /** Holds what one more call may cost. */
  Optional<BudgetKind> reserve(
      Claim.Claimed step, ModelRequest request, TokenUsage before, long costBefore) {
    return reserve(step, request, before, costBefore, false);
  }

  /**
   * Holds what a call may cost, when the run is limited or the organization pays for it.
   *
   * @param before what the step's calls have used so far
   * @param costBefore what they cost
   * @param last whether it may go beyond the run's own budget
   * @return what is not enough
   */
  Optional<BudgetKind> reserve(
      Claim.Claimed step, ModelRequest request, TokenUsage before, long costBefore, boolean last) {
    TokenUsage estimate = Estimate.of(request);
    long tokens = before.input() + before.output() + estimate.input() + estimate.output();
    long cost = cost(step.step().run().orgId(), request.model(), estimate).orElse(0L);
    boolean limited = step.facts().limited() && !last;
    return limited || costBefore + cost > 0
        ? budgets.reserve(step, tokens, costBefore + cost, last)
        : Optional.empty();
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
