package dev.perdure.api.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.core.error.PerdureException;
import dev.perdure.store.Ids;
import dev.perdure.store.Pools;
import dev.perdure.store.StoreFactory;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** {@code make-operator}: for installations that were made before one organization ran them. */
public final class MakeOperatorCommand extends ConfiguredCommand<PerdureConfiguration> {

  public MakeOperatorCommand() {
    super(
        "make-operator",
        "Lets an organization that is there run the installation: its people may manage the"
            + " others. Done again it changes nothing; refused when another runs it.");
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    subparser.addArgument("--organization").required(true).help("its slug");
  }

  @Override
  protected void run(
      Bootstrap<PerdureConfiguration> bootstrap,
      Namespace namespace,
      PerdureConfiguration configuration) {
    String slug = namespace.getString("organization");
    try (HikariDataSource pool =
        Pools.open("perdure-make-operator", configuration.database().pool())) {
      var tenants = StoreFactory.create(pool, Ids.timeOrdered()).tenants();
      tenants.makeOperator(
          tenants
              .findOrganization(slug)
              .orElseThrow(() -> PerdureException.notFound("organization", slug)));
      System.out.println("The organization " + slug + " runs this installation.");
    }
  }

  /** What was refused is all there is to know. */
  @Override
  public void onError(Cli cli, @Nullable Namespace namespace, Throwable e) {
    if (e instanceof PerdureException) {
      cli.getStdErr().println(e.getMessage());
    } else {
      super.onError(cli, namespace, e);
    }
  }
}
