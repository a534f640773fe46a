package dev.perdure.e2e.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.e2e.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prepares the database and makes organizations, by the product's own commands. */
final class Tenants {

  private static final int LIMIT_SECONDS = 90;
  private static final String ROLE = "server";

  private final ProductEnvironment environment;
  private final Path folder;

  Tenants(ProductEnvironment environment, Path folder) {
    this.environment = environment;
    this.folder = folder;
  }

  /** Brings the schema of an empty database up to date. */
  void migrate() {
    run(List.of("migrate", config()));
  }

  /** Makes an organization. */
  Tenant make(String slug) {
    String output = run(List.of("provision", "--organization", slug, "--slug", slug, config()));
    JsonNode told =
        output
            .lines()
            .filter(line -> line.startsWith("{") && line.contains("api_key"))
            .map(Json::read)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no key was told: " + output));
    return new Tenant(told.path("org_id").asText(), told.path("api_key").asText());
  }

  private String config() {
    return environment.runtime().config(ROLE).toString();
  }

  private String run(List<String> arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(environment.command(arguments))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment.settings());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(arguments + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + arguments, e);
    }
  }
}
