package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What an organization is to have.
 *
 * @param plan stays as it is when absent
 * @param overrides all that is otherwise than in the plan; absent for nothing
 */
public record PutQuotas(
    @Schema(description = "Stays as it is when absent.") @Nullable String plan,
    @Schema(description = "All that is otherwise than in the plan.")
        @Nullable Overrides overrides) {

  /** What is otherwise; what is absent is as in the plan. */
  @Schema(name = "QuotaOverrides")
  public record Overrides(
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
      @Nullable Long fileBytes) {}
}
