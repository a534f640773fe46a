package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The sweeper and the reconciler.
 *
 * @param sweepInterval how often lost starts and untaken commands are looked for
 * @param sweepAge how old they must be
 * @param reconcileInterval how often runs are compared with Temporal
 * @param eraseInterval how often accepted erasures are gone on with
 */
public record RecoveryConfig(
    Duration sweepInterval, Duration sweepAge, Duration reconcileInterval, Duration eraseInterval) {

  @JsonCreator
  static RecoveryConfig of(
      @JsonProperty("sweepInterval") @Nullable Duration sweepInterval,
      @JsonProperty("sweepAge") @Nullable Duration sweepAge,
      @JsonProperty("reconcileInterval") @Nullable Duration reconcileInterval,
      @JsonProperty("eraseInterval") @Nullable Duration eraseInterval) {
    return new RecoveryConfig(
        Defaults.positive(
            "recovery.sweepInterval", Defaults.or(sweepInterval, Duration.seconds(1))),
        Defaults.or(sweepAge, Duration.seconds(2)),
        Defaults.positive(
            "recovery.reconcileInterval", Defaults.or(reconcileInterval, Duration.seconds(15))),
        Defaults.positive(
            "recovery.eraseInterval", Defaults.or(eraseInterval, Duration.seconds(2))));
  }

  /** The age in Java's own words. */
  public java.time.Duration sweepAgeDuration() {
    return Defaults.java(sweepAge);
  }

  /** The interval in Java's own words. */
  public java.time.Duration sweepEvery() {
    return Defaults.java(sweepInterval);
  }

  /** The interval in Java's own words. */
  public java.time.Duration reconcileEvery() {
    return Defaults.java(reconcileInterval);
  }

  /** The interval in Java's own words. */
  public java.time.Duration eraseEvery() {
    return Defaults.java(eraseInterval);
  }
}
