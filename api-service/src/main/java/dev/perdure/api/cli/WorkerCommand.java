package dev.perdure.api.cli;

import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.api.config.Role;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.ServerCommand;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code worker}: works on runs; nothing but health and metrics can be asked of it. */
public final class WorkerCommand extends ServerCommand<PerdureConfiguration> {

  public WorkerCommand(Application<PerdureConfiguration> application) {
    super(application, "worker", "Works on runs, with health and metrics on the admin port");
  }

  @Override
  protected void run(
      Bootstrap<PerdureConfiguration> bootstrap,
      Namespace namespace,
      PerdureConfiguration configuration)
      throws Exception {
    if (!configuration.roles().contains(Role.WORKER)) {
      throw new IllegalArgumentException(
          "roles must contain worker; this configuration has " + configuration.roles());
    }
    super.run(bootstrap, namespace, configuration);
  }
}
