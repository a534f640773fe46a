package dev.perdure.store;

import java.time.Duration;

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
 */
public record PoolConfig(
    String url,
    String user,
    String password,
    int maximumSize,
    Duration connectionTimeout,
    Duration readTimeout) {

  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

  /** Waits 30 seconds for an answer. */
  public PoolConfig(
      String url, String user, String password, int maximumSize, Duration connectionTimeout) {
    this(url, user, password, maximumSize, connectionTimeout, READ_TIMEOUT);
  }

  /** A pool of 10 connections that waits 5 seconds for one. */
  public static PoolConfig of(String url, String user, String password) {
    return new PoolConfig(url, user, password, 10, Duration.ofSeconds(5));
  }

  /** The same database for {@link Migrations}, whose statements may take long. */
  public PoolConfig forMigrations() {
    return new PoolConfig(url, user, password, 2, connectionTimeout, Duration.ZERO);
  }

  /** Without the password, which must not reach a log. */
  @Override
  public String toString() {
    return "PoolConfig[url=" + url + ", user=" + user + ", maximumSize=" + maximumSize + "]";
  }
}
