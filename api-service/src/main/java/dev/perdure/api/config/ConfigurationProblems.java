package dev.perdure.api.config;

import java.util.ArrayList;
import java.util.List;

/** What a configuration that could be read still says wrong; each line names the key. */
public final class ConfigurationProblems {

  private ConfigurationProblems() {}

  /** Every problem there is; empty when the configuration can be used. */
  public static List<String> of(PerdureConfiguration configuration) {
    List<String> problems = new ArrayList<>();
    if (configuration.roles().contains(Role.SERVER)
        && configuration.auth().pepper().length() < AuthConfig.PEPPER_LENGTH) {
      problems.add(
          "auth.pepper (PERDURE_PEPPER) must be a secret of %d characters or more"
              .formatted(AuthConfig.PEPPER_LENGTH));
    }
    problems.addAll(AuthProblems.of(configuration.auth()));
    if (!configuration.database().url().startsWith("jdbc:postgresql:")) {
      problems.add("database.url must begin with jdbc:postgresql:");
    }
    if (configuration.database().user().equals(configuration.database().ownerUser())) {
      problems.add(
          "database.user (PERDURE_POSTGRES_USER) must be another role than database.ownerUser"
              + " (PERDURE_POSTGRES_OWNER_USER): row-level security does not hold an owner");
    }
    collect(problems, "redis.url", () -> configuration.redis().options());
    collect(problems, "database.tls…", () -> configuration.database().pool());
    collect(
        problems,
        "encryption.key (PERDURE_ENCRYPTION_KEY)",
        () -> configuration.encryption().ring());
    collect(problems, "models", () -> configuration.models().llm());
    collect(problems, "models.prices", () -> configuration.models().priceList());
    if (!configuration.temporal().address().matches(".+:\\d+")) {
      problems.add("temporal.address must be host:port");
    }
    String uiOrigin = configuration.temporal().uiOrigin();
    if (!uiOrigin.isEmpty() && !uiOrigin.matches("https?://[^/?#\\s]+")) {
      problems.add("temporal.uiOrigin must be an origin such as http://127.0.0.1:8233");
    }
    return List.copyOf(problems);
  }

  private static void collect(List<String> problems, String key, Runnable attempt) {
    try {
      attempt.run();
    } catch (IllegalArgumentException e) {
      problems.add(key + ": " + e.getMessage());
    }
  }
}
