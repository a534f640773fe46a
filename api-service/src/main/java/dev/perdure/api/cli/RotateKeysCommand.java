package dev.perdure.api.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.api.auth.Seal;
import dev.perdure.api.auth.token.SigningKeeper;
import dev.perdure.api.config.AuthConfig;
import dev.perdure.api.config.PerdureConfiguration;
import dev.perdure.api.encryption.Encryption;
import dev.perdure.api.encryption.Rotator;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.store.Ids;
import dev.perdure.store.Pools;
import dev.perdure.store.StoreFactory;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code rotate-keys}: new keys for organizations, while everything runs. */
public final class RotateKeysCommand extends ConfiguredCommand<PerdureConfiguration> {

  public RotateKeysCommand() {
    super(
        "rotate-keys",
        "Gives organizations new keys, encrypts everything anew with them, and disables the old"
            + " ones, while everything runs. It may be stopped and called again at any time.");
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    Chosen.option(subparser);
    subparser
        .addArgument("--phase")
        .choices(Arrays.stream(Rotator.Phase.values()).map(RotateKeysCommand::name).toList())
        .help(
            "only this; without it all of distribute, promote and finish, with the waits between");
  }

  @Override
  protected void run(
      Bootstrap<PerdureConfiguration> bootstrap,
      Namespace namespace,
      PerdureConfiguration configuration)
      throws InterruptedException {
    try (HikariDataSource pool =
        Pools.open("perdure-rotate-keys", configuration.database().pool())) {
      Encryption encryption = new Encryption(configuration.encryption(), pool, pool);
      Rotator rotator =
          new Rotator(
              encryption.rotation(),
              organizations(namespace, pool, encryption),
              System.out::println);
      String phase = namespace.getString("phase");
      if (phase == null) {
        rotator.rotate();
      } else {
        Rotator.Phase chosen = Rotator.Phase.valueOf(phase.toUpperCase(Locale.ROOT));
        rotator.phase(chosen);
        if (chosen == Rotator.Phase.REWRAP && namespace.getString("organization") == null) {
          reseal(configuration.auth(), pool);
        }
      }
    }
  }

  /** The keys of our own tokens, which are no organization's, are under the pepper. */
  private static void reseal(AuthConfig auth, DataSource pool) {
    if (auth.pepper().isEmpty()) {
      System.out.println("REWRAP: signing keys are left as they are, there is no auth.pepper here");
      return;
    }
    int resealed =
        SigningKeeper.reseal(
            StoreFactory.create(pool, Ids.timeOrdered()).signingKeys(),
            new Seal(auth.pepper(), auth.oldPeppers(), SigningKeeper.SEAL));
    System.out.println("REWRAP: %d signing keys".formatted(resealed));
  }

  private static List<OrgId> organizations(
      Namespace namespace, DataSource pool, Encryption encryption) {
    OrgId one = Chosen.one(namespace, StoreFactory.create(pool, Ids.timeOrdered()));
    return one == null ? encryption.keysets().organizations() : List.of(one);
  }

  private static String name(Rotator.Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }
}
