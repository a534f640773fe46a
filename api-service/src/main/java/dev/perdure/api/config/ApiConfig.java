package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.core.net.Cidr;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Limits of the API.
 *
 * @param maxBodySize the largest request body
 * @param maxWait the longest a long-poll is held open
 * @param heartbeat how often an event stream sends a comment when nothing happens
 * @param trustedProxies networks, by commas, whose {@code X-Forwarded-For} tells where a request
 *     came from
 * @param corsOrigins the web pages of other servers that may call the API, each by its origin
 * @param hsts for how long browsers shall come by HTTPS only; zero for not at all
 */
public record ApiConfig(
    DataSize maxBodySize,
    Duration maxWait,
    Duration heartbeat,
    List<Cidr> trustedProxies,
    Set<String> corsOrigins,
    Duration hsts) {

  public ApiConfig {
    trustedProxies = List.copyOf(trustedProxies);
    corsOrigins = Set.copyOf(corsOrigins);
  }

  @JsonCreator
  static ApiConfig of(
      @JsonProperty("maxBodySize") @Nullable DataSize maxBodySize,
      @JsonProperty("maxWait") @Nullable Duration maxWait,
      @JsonProperty("heartbeat") @Nullable Duration heartbeat,
      @JsonProperty("trustedProxies") @Nullable String trustedProxies,
      @JsonProperty("corsOrigins") @Nullable String corsOrigins,
      @JsonProperty("hsts") @Nullable Duration hsts) {
    return new ApiConfig(
        Defaults.or(maxBodySize, DataSize.mebibytes(1)),
        Defaults.or(maxWait, Duration.seconds(60)),
        Defaults.positive("api.heartbeat", Defaults.or(heartbeat, Duration.seconds(10))),
        networks(trustedProxies),
        Origins.of(Defaults.text(corsOrigins, "")),
        Defaults.or(hsts, Duration.days(365)));
  }

  private static List<Cidr> networks(@Nullable String text) {
    return Stream.of(Defaults.text(text, "").split(",", -1))
        .map(String::strip)
        .filter(network -> !network.isEmpty())
        .map(ApiConfig::network)
        .toList();
  }

  private static Cidr network(String text) {
    try {
      return Cidr.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "api.trustedProxies: \"" + text + "\" is no range of addresses", e);
    }
  }

  /** The largest body in bytes. */
  public int maxBodyBytes() {
    return Math.toIntExact(maxBodySize.toBytes());
  }

  /** The longest wait in Java's own words. */
  public java.time.Duration maxWaitDuration() {
    return Defaults.java(maxWait);
  }

  /** The time of HSTS in Java's own words. */
  public java.time.Duration hstsDuration() {
    return Defaults.java(hsts);
  }

  /** The heartbeat in Java's own words. */
  public java.time.Duration heartbeatDuration() {
    return Defaults.java(heartbeat);
  }
}
