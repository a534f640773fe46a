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
    @Nullable Long dailySpendMicros,
    @Nullable Long storedBytes,
    @Nullable Integer storedFiles,
    @Nullable Long fileBytes) {

  /** Nothing is said otherwise. */
  public static final LimitsOverride NONE =
      new LimitsOverride(
          null, null, null, null, null, null, null, null, null, null, null, null, null);

  /** Nothing is said otherwise of files. */
  public LimitsOverride(
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
    this(
        credentialPerSecond,
        credentialBurst,
        userPerSecond,
        userBurst,
        organizationPerSecond,
        organizationBurst,
        openStreams,
        concurrentRuns,
        queuedRuns,
        dailySpendMicros,
        null,
        null,
        null);
  }

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
        Stream.of(openStreams, concurrentRuns, queuedRuns, storedFiles)
            .filter(Objects::nonNull)
            .allMatch(count -> count >= 0 && count <= Rate.MOST);
    boolean amounts =
        Stream.of(dailySpendMicros, storedBytes, fileBytes)
            .filter(Objects::nonNull)
            .allMatch(amount -> amount >= 0);
    if (!rates || !counts || !amounts) {
      throw new IllegalArgumentException(
          "rates and bursts are from 1, counts from 0, both to "
              + Rate.MOST
              + "; a spend and sizes are not negative");
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
        dailySpendMicros == null ? plan.dailySpendMicros() : dailySpendMicros,
        storedBytes == null ? plan.storedBytes() : storedBytes,
        or(storedFiles, plan.storedFiles()),
        fileBytes == null ? plan.fileBytes() : fileBytes);
  }

  /** The same, with what is said of files. */
  public LimitsOverride withFiles(
      @Nullable Long storedBytes, @Nullable Integer storedFiles, @Nullable Long fileBytes) {
    return new LimitsOverride(
        credentialPerSecond,
        credentialBurst,
        userPerSecond,
        userBurst,
        organizationPerSecond,
        organizationBurst,
        openStreams,
        concurrentRuns,
        queuedRuns,
        dailySpendMicros,
        storedBytes,
        storedFiles,
        fileBytes);
  }

  private static Rate rate(Rate plan, @Nullable Integer perSecond, @Nullable Integer burst) {
    return new Rate(or(perSecond, plan.perSecond()), or(burst, plan.burst()));
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
