package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Temporal.
 *
 * @param address {@code host:port} of the frontend
 * @param taskQueue the queue between starters and workers
 * @param rpcTimeout the most a call that starts, rings or looks may take
 */
public record TemporalConfig(
    String address, String namespace, String taskQueue, Duration rpcTimeout) {

  @JsonCreator
  static TemporalConfig of(
      @JsonProperty("address") @Nullable String address,
      @JsonProperty("namespace") @Nullable String namespace,
      @JsonProperty("taskQueue") @Nullable String taskQueue,
      @JsonProperty("rpcTimeout") @Nullable Duration rpcTimeout) {
    return new TemporalConfig(
        Defaults.text(address, "127.0.0.1:7233"),
        Defaults.text(namespace, "default"),
        Defaults.text(taskQueue, "perdure-runs"),
        Defaults.positive("temporal.rpcTimeout", Defaults.or(rpcTimeout, Duration.seconds(2))));
  }

  /** The time-out in Java's own words. */
  public java.time.Duration rpcDeadline() {
    return Defaults.java(rpcTimeout);
  }
}
