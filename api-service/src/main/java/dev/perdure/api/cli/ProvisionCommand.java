package dev.perdure.api.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.api.plugin.Plugins;
import dev.perdure.core.model.ModelProviderFactory;
import dev.perdure.llm.ProviderGateway;
import dev.perdure.store.Ids;
import dev.perdure.store.Pools;
import dev.perdure.store.StoreFactory;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.time.Clock;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** {@code provision}: makes an organization with a user and an API key. */
public final class ProvisionCommand extends ConfiguredCommand<PerdureConfiguration> {

  public ProvisionCommand() {
    super(
        "provision",
        "Makes an organization with a user and a new API key, and prints them as one JSON line."
            + " Done again it finds the organization by its slug and makes another key.");
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    subparser.addArgument("--organization").required(true).help("its name");
    subparser.addArgument("--slug").help("its unique short name; made of the name when absent");
    subparser.addArgument("--user").setDefault("admin").help("the name of its first user");
    subparser.addArgument("--agent").help("makes an agent of this name, if there is none");
    subparser
        .addArgument("--demo-agent")
        .action(Arguments.storeTrue())
        .help("the same as --agent demo");
    subparser
        .addArgument("--operator")
        .action(Arguments.storeTrue())
        .help("it runs the installation: its people may manage the other organizations");
    subparser.addArgument("--model").help("the agent's model, as provider/model");
  }

  @Override
  protected void run(
      Bootstrap<PerdureConfiguration> bootstrap,
      Namespace namespace,
      PerdureConfiguration configuration)
      throws JsonProcessingException {
    try (HikariDataSource pool = Pools.open("perdure-provision", configuration.database().pool());
        ProviderGateway models =
            ProviderGateway.create(
                configuration.models().llm(),
                Plugins.in(configuration.plugins().path()).of(ModelProviderFactory.class))) {
      Provisioner provisioner =
          new Provisioner(
              StoreFactory.create(pool, Ids.timeOrdered()),
              new KeyHash(configuration.auth().pepper(), configuration.auth().oldPeppers()),
              Ids.timeOrdered(),
              Clock.systemUTC());
      String model = namespace.getString("model");
      Provisioner.Result result =
          provisioner.provision(
              new Provisioner.Request(
                  namespace.getString("organization"),
                  namespace.getString("slug"),
                  namespace.getString("user"),
                  agent(namespace),
                  model == null || model.isBlank() ? models.defaultModel() : model,
                  namespace.getBoolean("operator")));
      System.out.println(bootstrap.getObjectMapper().writeValueAsString(result));
    }
  }

  private static @Nullable String agent(Namespace namespace) {
    String named = namespace.getString("agent");
    return named == null && namespace.getBoolean("demo_agent") ? "demo" : named;
  }
}
