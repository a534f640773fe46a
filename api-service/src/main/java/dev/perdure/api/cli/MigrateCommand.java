package dev.perdure.api.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.store.LoginRole;
import dev.perdure.store.LoginRole.LoginRoleException;
import dev.perdure.store.Migrations;
import dev.perdure.store.Pools;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.sql.SQLException;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * {@code migrate}: brings the database's schema up to date, as its owner, and makes the role as
 * which the service logs in.
 */
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
        Pools.open("perdure-migrate", configuration.database().ownerPool())) {
      int applied = Migrations.apply(pool);
      LoginRole.ensure(pool, configuration.database().pool());
      System.out.println("Migrations applied: " + applied);
    }
  }

  /** What the database said is what there is to know; the last line is what the launcher shows. */
  @Override
  public void onError(Cli cli, @Nullable Namespace namespace, Throwable e) {
    Throwable told = e;
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof LoginRoleException || t instanceof SQLException) {
        told = t;
        break;
      }
    }
    e.printStackTrace(cli.getStdErr());
    cli.getStdErr().println(String.valueOf(told.getMessage()).replaceAll("\\s*\\R\\s*", " "));
  }
}
