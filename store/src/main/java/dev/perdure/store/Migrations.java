package dev.perdure.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Brings the schema up to date. Nodes that start together wait for one another. */
public final class Migrations {

  private Migrations() {}

  /**
   * Applies what is missing.
   *
   * @param dataSource logs in as the owner of the tables
   * @return how many migrations were applied
   */
  public static int apply(DataSource dataSource) {
    FluentConfiguration flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(dataSource)
            .outputQueryResults(false)
            .locations("classpath:db/migration");
    // Else the lock is a transaction that stands still, and is ended, during a long migration.
    flyway
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return flyway.load().migrate().migrationsExecuted;
  }
}
