package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of the API.
 *
 * @param maxBodySize the largest request body
 * @param maxWait the longest a long-poll is held open
 * @param heartbeat how often an event stream sends a comment when nothing happens
 */
public record ApiConfig(DataSize maxBodySize, Duration maxWait, Duration heartbeat) {

  @JsonCreator
  static ApiConfig of(
      @JsonProperty("maxBodySize") @Nullable DataSize maxBodySize,
      @JsonProperty("maxWait") @Nullable Duration maxWait,
      @JsonProperty("heartbeat") @Nullable Duration heartbeat) {
    return new ApiConfig(
        Defaults.or(maxBodySize, DataSize.mebibytes(1)),
        Defaults.or(maxWait, Duration.seconds(60)),
        Defaults.positive("api.heartbeat", Defaults.or(heartbeat, Duration.seconds(10))));
  }

  /** The largest body in bytes. */
  public int maxBodyBytes() {
    return Math.toIntExact(maxBodySize.toBytes());
  }

  /** The longest wait in Java's own words. */
  public java.time.Duration maxWaitDuration() {
    return Defaults.java(maxWait);
  }

  /** The heartbeat in Java's own words. */
  public java.time.Duration heartbeatDuration() {
    return Defaults.java(heartbeat);
  }
}
