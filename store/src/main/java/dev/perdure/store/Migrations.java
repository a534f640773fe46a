package dev.perdure.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the schema up to date. Nodes that start together wait for one another. */
public final class Migrations {

  private Migrations() {}

  /**
   * Applies what is missing.
   *
   * @return how many migrations were applied
   */
  public static int apply(DataSource dataSource) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(dataSource)
        .locations("classpath:db/migration")
        .load()
        .migrate()
        .migrationsExecuted;
  }
}
