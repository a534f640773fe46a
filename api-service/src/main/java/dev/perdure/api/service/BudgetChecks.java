package dev.perdure.api.service;

import dev.perdure.api.body.BudgetBody;
import dev.perdure.api.body.TopUpBody;
import dev.perdure.core.agent.Budget;
import dev.perdure.core.run.TopUp;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads budgets and what is added to them; amounts that make no sense are refused. */
final class BudgetChecks {

  /** A trillion: a million dollars, or more tokens than anybody has. */
  private static final long MOST = 1_000_000_000_000L;

  private static final int MOST_STEPS = 100_000;
  private static final Duration LONGEST = Duration.ofDays(366);

  private BudgetChecks() {}

  static Budget budget(@Nullable BudgetBody body, String field) {
    if (body == null) {
      return Budget.NONE;
    }
    amount(body.tokens(), field + "/tokens");
    amount(body.costMicros(), field + "/cost_micros");
    duration(body.wallTime(), field + "/wall_time");
    return Budget.of(body.tokens(), body.costMicros(), body.wallTime(), body.onExhausted());
  }

  static TopUp topUp(TopUpBody body, String field) {
    if (Stream.of(body.steps(), body.tokens(), body.costMicros(), body.wallTime())
        .allMatch(Objects::isNull)) {
      throw Checks.invalid(
          field.isEmpty() ? "/tokens" : field,
          "or another of steps, tokens, cost_micros and wall_time has to be given");
    }
    Integer steps = body.steps();
    if (steps != null && (steps < 1 || steps > MOST_STEPS)) {
      throw Checks.invalid(field + "/steps", "must be from 1 to 100,000");
    }
    amount(body.tokens(), field + "/tokens");
    amount(body.costMicros(), field + "/cost_micros");
    duration(body.wallTime(), field + "/wall_time");
    return new TopUp(steps, body.tokens(), body.costMicros(), body.wallTime());
  }

  private static void amount(@Nullable Long amount, String field) {
    if (amount != null && (amount < 1 || amount > MOST)) {
      throw Checks.invalid(field, "must be from 1 to 1,000,000,000,000");
    }
  }

  /** A time that somebody or something may take: positive, a year at most. */
  static void duration(@Nullable Duration time, String field) {
    if (time != null && (!time.isPositive() || time.compareTo(LONGEST) > 0)) {
      throw Checks.invalid(field, "must be a positive ISO-8601 duration of 366 days at most");
    }
  }
}
