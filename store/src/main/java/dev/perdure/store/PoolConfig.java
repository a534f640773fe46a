package dev.perdure.store;

import java.time.Duration;
import java.util.Map;

/**
 * How to reach PostgreSQL.
 *
 * @param url a JDBC URL, such as {@code jdbc:postgresql://127.0.0.1:5432/perdure}
 * @param password may be empty
 * @param maximumSize the most connections of this process
 * @param connectionTimeout the longest wait for a connection before a request fails with {@code
 *     database_unavailable}
 * @param readTimeout the longest wait for an answer of the server, so that one that hangs does not
 *     hold threads for ever; zero for no limit
 * @param driver further properties of the JDBC driver, such as those of TLS
 */
public record PoolConfig(
    String url,
    String user,
    String password,
    int maximumSize,
    Duration connectionTimeout,
    Duration readTimeout,
    Map<String, String> driver) {

  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

  public PoolConfig {
    driver = Map.copyOf(driver);
  }

  /** Waits 30 seconds for an answer. */
  public PoolConfig(
      String url, String user, String password, int maximumSize, Duration connectionTimeout) {
    this(url, user, password, maximumSize, connectionTimeout, READ_TIMEOUT, Map.of());
  }

  /** Without further properties of the driver. */
  public PoolConfig(
      String url,
      String user,
      String password,
      int maximumSize,
      Duration connectionTimeout,
      Duration readTimeout) {
    this(url, user, password, maximumSize, connectionTimeout, readTimeout, Map.of());
  }

  /** A pool of 10 connections that waits 5 seconds for one. */
  public static PoolConfig of(String url, String user, String password) {
    return new PoolConfig(url, user, password, 10, Duration.ofSeconds(5));
  }

  /** The same with further properties of the JDBC driver. */
  public PoolConfig withDriver(Map<String, String> properties) {
    return new PoolConfig(
        url, user, password, maximumSize, connectionTimeout, readTimeout, properties);
  }

  /**
   * The same database for the keys of organizations: they are read while a connection of another
   * pool is held, so that pool must not be waited for.
   */
  public PoolConfig forKeys() {
    return new PoolConfig(url, user, password, 2, connectionTimeout, readTimeout, driver);
  }

  /** The same database for {@link Migrations}, whose statements may take long. */
  public PoolConfig forMigrations() {
    return new PoolConfig(url, user, password, 2, connectionTimeout, Duration.ZERO, driver);
  }

  /** Without the password, which must not reach a log. */
  @Override
  public String toString() {
    return "PoolConfig[url=" + url + ", user=" + user + ", maximumSize=" + maximumSize + "]";
  }
}
