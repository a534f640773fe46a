package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * API keys.
 *
 * @param pepper the secret under which the keys' hashes are kept; the same on every server, never
 *     changed; empty only where no server role is
 * @param cacheTime how long a key that was found is not looked up again
 */
public record AuthConfig(String pepper, Duration cacheTime) {

  /** The shortest pepper that is taken. */
  public static final int PEPPER_LENGTH = 32;

  @JsonCreator
  static AuthConfig of(
      @JsonProperty("pepper") @Nullable String pepper,
      @JsonProperty("cacheTime") @Nullable Duration cacheTime) {
    return new AuthConfig(
        Defaults.or(pepper, "").strip(), Defaults.or(cacheTime, Duration.milliseconds(500)));
  }

  /** The time in Java's own words. */
  public java.time.Duration cacheDuration() {
    return Defaults.java(cacheTime);
  }

  /** Without the pepper. */
  @Override
  public String toString() {
    return "AuthConfig[cacheTime=" + cacheTime + "]";
  }
}
