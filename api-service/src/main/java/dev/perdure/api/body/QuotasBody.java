package dev.perdure.api.body;

import dev.perdure.core.quota.Limits;
import dev.perdure.core.quota.LimitsOverride;
import dev.perdure.core.quota.QuotaUse;
import dev.perdure.core.quota.Quotas;
import dev.perdure.core.quota.Rate;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an organization may ask for, and uses.
 *
 * @param overrides what it has otherwise than its plan says
 * @param limits what follows from both
 */
@Schema(name = "Quotas")
public record QuotasBody(String plan, LimitsOverride overrides, LimitsBody limits, UseBody use) {

  /** Limits and their use. */
  public static QuotasBody of(Quotas quotas, QuotaUse use) {
    return new QuotasBody(
        quotas.plan(), quotas.said(), LimitsBody.of(quotas.limits()), UseBody.of(use));
  }

  /**
   * Limits.
   *
   * @param dailySpendMicros absent without a limit
   */
  @Schema(name = "Limits")
  public record LimitsBody(
      RateBody credential,
      RateBody user,
      RateBody organization,
      @Schema(description = "Event streams open at once, at all servers together.") int openStreams,
      @Schema(description = "Runs that work at once.") int concurrentRuns,
      @Schema(description = "Runs that wait for their turn.") int queuedRuns,
      @Schema(description = "Of model calls in a day (UTC), in millionths of a US dollar.")
          @Nullable Long dailySpendMicros,
      @Schema(description = "What the files of all sessions may take.") long storedBytes,
      @Schema(description = "How many files all sessions may have.") int storedFiles,
      @Schema(description = "How large a file may be.") long fileBytes) {

    static LimitsBody of(Limits limits) {
      return new LimitsBody(
          RateBody.of(limits.credential()),
          RateBody.of(limits.user()),
          RateBody.of(limits.organization()),
          limits.openStreams(),
          limits.concurrentRuns(),
          limits.queuedRuns(),
          limits.dailySpendMicros(),
          limits.storedBytes(),
          limits.storedFiles(),
          limits.fileBytes());
    }
  }

  /** A rate of requests. */
  @Schema(name = "Rate")
  public record RateBody(int perSecond, int burst) {

    static RateBody of(Rate rate) {
      return new RateBody(rate.perSecond(), rate.burst());
    }
  }

  /** What is used now. */
  @Schema(name = "QuotaUse")
  public record UseBody(
      int concurrentRuns,
      int queuedRuns,
      @Schema(description = "Of the day (UTC), in millionths of a US dollar.") long spendMicros,
      @Schema(description = "What calls under way may cost at most.") long reservedMicros,
      @Schema(description = "When the day is over.") Instant spendResetsAt,
      @Schema(description = "What the files of all sessions take.") long storedBytes,
      @Schema(description = "How many files all sessions have.") int storedFiles) {

    static UseBody of(QuotaUse use) {
      return new UseBody(
          use.workingRuns(),
          use.queuedRuns(),
          use.spentMicros(),
          use.reservedMicros(),
          use.resetsAt(),
          use.storedBytes(),
          use.storedFiles());
    }
  }
}
