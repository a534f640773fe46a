package dev.perdure.api.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.store.Migrations;
import dev.perdure.store.Pools;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code migrate}: brings the database's schema up to date. */
public final class MigrateCommand extends ConfiguredCommand<PerdureConfiguration> {

  public MigrateCommand() {
    super("migrate", "Brings the schema of the database up to date");
  }

  @Override
  protected void run(
      Bootstrap<PerdureConfiguration> bootstrap,
      Namespace namespace,
      PerdureConfiguration configuration) {
    try (HikariDataSource pool =
        Pools.open("perdure-migrate", configuration.database().pool().forMigrations())) {
      int applied = Migrations.apply(pool);
      System.out.println("Migrations applied: " + applied);
    }
  }
}
