package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.memory.RedisOptions;
import dev.perdure.security.tls.ClientTls;
import io.dropwizard.util.Duration;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Redis.
 *
 * @param url {@code redis://[:password@]host:port[/database]}
 * @param timeout the most a single answer is waited for
 * @param tls whom {@code rediss} trusts, and who we are
 */
public record RedisConfig(String url, Duration timeout, ClientTls tls) {

  @JsonCreator
  static RedisConfig of(
      @JsonProperty("url") @Nullable String url,
      @JsonProperty("timeout") @Nullable Duration timeout,
      @JsonProperty("tlsCa") @Nullable String tlsCa,
      @JsonProperty("tlsCertificate") @Nullable String tlsCertificate,
      @JsonProperty("tlsKey") @Nullable String tlsKey) {
    return new RedisConfig(
        Defaults.text(url, "redis://127.0.0.1:6379"),
        Defaults.positive("redis.timeout", Defaults.or(timeout, Duration.milliseconds(150))),
        Defaults.tls("redis", tlsCa, tlsCertificate, tlsKey));
  }

  /**
   * As the memory module takes it.
   *
   * @throws IllegalArgumentException naming what is wrong with the URL
   */
  public RedisOptions options() {
    URI address = URI.create(url);
    RedisOptions options = RedisOptions.of(address).withTimeout(Defaults.java(timeout));
    return "rediss".equals(address.getScheme())
        ? options.withSockets(tls.context().getSocketFactory())
        : options;
  }

  /** Without the URL, which may carry a password. */
  @Override
  public String toString() {
    return "RedisConfig[timeout=" + timeout + "]";
  }
}
