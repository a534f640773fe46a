package dev.perdure.api.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.api.encryption.Encryption;
import dev.perdure.api.encryption.MessageSweep;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.store.Ids;
import dev.perdure.store.Pools;
import dev.perdure.store.StoreFactory;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code encrypt-messages}: brings messages from before to what the configuration says. */
public final class EncryptMessagesCommand extends ConfiguredCommand<PerdureConfiguration> {

  public EncryptMessagesCommand() {
    super(
        "encrypt-messages",
        "Encrypts the messages there are when encryption.messages is true, and puts them in the"
            + " clear when it is not, while everything runs. Every process must have been started"
            + " with the option before. It may be stopped and called again at any time.");
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    Chosen.option(subparser);
  }

  @Override
  protected void run(
      Bootstrap<PerdureConfiguration> bootstrap,
      Namespace namespace,
      PerdureConfiguration configuration) {
    try (HikariDataSource pool =
        Pools.open("perdure-encrypt-messages", configuration.database().pool())) {
      Encryption encryption = new Encryption(configuration.encryption(), pool, pool);
      MessageSweep sweep = new MessageSweep(encryption.bodies(), System.out::println);
      for (OrgId orgId : Chosen.oneOrAll(namespace, StoreFactory.create(pool, Ids.timeOrdered()))) {
        sweep.sweep(orgId, configuration.encryption().messages());
      }
    }
  }
}
