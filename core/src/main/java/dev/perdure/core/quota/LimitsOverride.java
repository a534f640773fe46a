package dev.perdure.core.quota;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a plan's limits is said otherwise; absent is as in the plan. Kept as JSON: grows by
 * appending only.
 */
public record LimitsOverride(
    @Nullable Integer credentialPerSecond,
    @Nullable Integer credentialBurst,
    @Nullable Integer userPerSecond,
    @Nullable Integer userBurst,
    @Nullable Integer organizationPerSecond,
    @Nullable Integer organizationBurst,
    @Nullable Integer openStreams,
    @Nullable Integer concurrentRuns,
    @Nullable Integer queuedRuns,
    @Nullable Long dailySpendMicros) {

  /** Nothing is said otherwise. */
  public static final LimitsOverride NONE =
      new LimitsOverride(null, null, null, null, null, null, null, null, null, null);

  public LimitsOverride {
    boolean rates =
        Stream.of(
                credentialPerSecond,
                credentialBurst,
                userPerSecond,
                userBurst,
                organizationPerSecond,
                organizationBurst)
            .filter(Objects::nonNull)
            .allMatch(rate -> rate >= 1 && rate <= Rate.MOST);
    boolean counts =
        Stream.of(openStreams, concurrentRuns, queuedRuns)
            .filter(Objects::nonNull)
            .allMatch(count -> count >= 0 && count <= Rate.MOST);
    if (!rates || !counts || (dailySpendMicros != null && dailySpendMicros < 0)) {
      throw new IllegalArgumentException(
          "rates and bursts are from 1, counts from 0, both to "
              + Rate.MOST
              + "; a spend is not negative");
    }
  }

  /** The limits with what is said otherwise. */
  public Limits over(Limits plan) {
    return new Limits(
        rate(plan.credential(), credentialPerSecond, credentialBurst),
        rate(plan.user(), userPerSecond, userBurst),
        rate(plan.organization(), organizationPerSecond, organizationBurst),
        or(openStreams, plan.openStreams()),
        or(concurrentRuns, plan.concurrentRuns()),
        or(queuedRuns, plan.queuedRuns()),
        dailySpendMicros == null ? plan.dailySpendMicros() : dailySpendMicros);
  }

  private static Rate rate(Rate plan, @Nullable Integer perSecond, @Nullable Integer burst) {
    return new Rate(or(perSecond, plan.perSecond()), or(burst, plan.burst()));
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
