package dev.perdure.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** Opens connection pools. */
public final class Pools {

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
    hikari.addDataSourceProperty("tcpKeepAlive", "true");
    hikari.addDataSourceProperty("socketTimeout", Long.toString(config.readTimeout().toSeconds()));
    return new HikariDataSource(hikari);
  }
}
