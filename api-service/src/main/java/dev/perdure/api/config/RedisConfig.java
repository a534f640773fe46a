package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.memory.RedisOptions;
import io.dropwizard.util.Duration;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Redis.
 *
 * @param url {@code redis://[:password@]host:port[/database]}
 * @param timeout the most a single answer is waited for
 */
public record RedisConfig(String url, Duration timeout) {

  @JsonCreator
  static RedisConfig of(
      @JsonProperty("url") @Nullable String url,
      @JsonProperty("timeout") @Nullable Duration timeout) {
    return new RedisConfig(
        Defaults.text(url, "redis://127.0.0.1:6379"),
        Defaults.positive("redis.timeout", Defaults.or(timeout, Duration.milliseconds(150))));
  }

  /**
   * As the memory module takes it.
   *
   * @throws IllegalArgumentException naming what is wrong with the URL
   */
  public RedisOptions options() {
    return RedisOptions.of(URI.create(url)).withTimeout(Defaults.java(timeout));
  }

  /** Without the URL, which may carry a password. */
  @Override
  public String toString() {
    return "RedisConfig[timeout=" + timeout + "]";
  }
}
