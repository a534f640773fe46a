package dev.perdure.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** Opens connection pools. */
public final class Pools {

  /**
   * How long a transaction may stand still between two statements before the server ends it. A
   * process that is stopped, or cut off, in the middle of one would otherwise keep its run and its
   * session locked for as long as it stays so.
   */
  private static final String SERVER_OPTIONS = "-c idle_in_transaction_session_timeout=10s";

  private Pools() {}

  /**
   * Opens a pool. It does not fail when the server is away: a process may start before its
   * database, and its readiness check tells.
   *
   * @param name shown by PostgreSQL and in metrics
   */
  public static HikariDataSource open(String name, PoolConfig config) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName(name);
    hikari.setJdbcUrl(config.url());
    hikari.setUsername(config.user());
    hikari.setPassword(config.password());
    hikari.setMaximumPoolSize(config.maximumSize());
    hikari.setConnectionTimeout(config.connectionTimeout().toMillis());
    hikari.setInitializationFailTimeout(-1);
    hikari.addDataSourceProperty("ApplicationName", name);
    hikari.addDataSourceProperty("options", SERVER_OPTIONS);
    hikari.addDataSourceProperty("tcpKeepAlive", "true");
    hikari.addDataSourceProperty("socketTimeout", Long.toString(config.readTimeout().toSeconds()));
    config.driver().forEach(hikari::addDataSourceProperty);
    return new HikariDataSource(hikari);
  }
}
