package dev.perdure.api;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.cli.Provisioner;
import dev.perdure.devstack.Home;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import dev.perdure.devstack.fetch.Schemathesis;
import dev.perdure.store.Ids;
import dev.perdure.store.StoreFactory;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schemathesis makes requests of the OpenAPI document, right and wrong ones, as the owner of the
 * operator's organization. None is answered with an error of ours, with a status, type or body that
 * is not documented, or without the credential that is documented. What it is told, and which of
 * its checks are off for whom and why, is in {@code src/test/schemathesis}.
 */
class SchemathesisTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("src/test/schemathesis");
  private static final boolean LONG = Boolean.getBoolean("perdure.long");
  private static final int EXAMPLES = LONG ? 100 : 5;
  private static final Duration LIMIT = Duration.ofMinutes(LONG ? 60 : 10);

  /** Runs of every kind, which come to what they are to be. */
  private static final List<String> RUNS =
      List.of("run", "asking", "question", "broken", "failed", "recording", "long", "paused");

  private final long seed = Seeds.get();

  @TempDir Path folder;

  @Test
  void everyAnswerIsAsTheDocumentSays() throws Exception {
    TestStack stack =
        SharedDevStack.get().forTest(SchemathesisTest.class, "api", TestService::migrate);
    try (ServiceProcess process = ServiceProcess.start(TestService.environment(stack))) {
      Contract contract = Contract.of(process);
      String key = operatorsKey(stack);
      Client client = new Client(process.url(), key, contract);
      Path log = folder.resolve("schemathesis.log");
      int exit = schemathesis(process, key, strict(contract), things(client), log);
      String told = Files.readString(log);
      System.out.printf("schemathesis, seed %d:%n%s%n", seed, summary(told));
      assertThat(exit).as("seed %d%n%s", seed, told).isZero();
      tried(contract);
      // It has not locked itself out, and the service is well.
      client.get("/v1/me").expect(200);
      assertThat(process.isAlive()).isTrue();
      assertThat(process.log()).doesNotContain(key);
    }
  }

  /** The document without its word for all other errors: a status has to be named. */
  private Path strict(Contract contract) throws Exception {
    JsonNode document = contract.document().deepCopy();
    document
        .path("paths")
        .forEach(path ->
            path.forEach(
                operation -> ((ObjectNode) operation.path("responses")).remove("default")));
    Path file = folder.resolve("openapi.json");
    Files.writeString(file, JSON.writeValueAsString(document));
    return file;
  }

  private int schemathesis(
      ServiceProcess process, String key, Path document, String things, Path log) throws Exception {
    List<String> command =
        new ArrayList<>(new Schemathesis(Home.find(), System.out::println).command());
    command.addAll(
        List.of(
            "--config-file=" + FOLDER.resolve("schemathesis.toml").toAbsolutePath(),
            "run",
            document.toString(),
            "--url=" + process.url(),
            "--seed=" + seed,
            "--max-examples=" + EXAMPLES,
            "--workers=2",
            "--no-color",
            "--report=json",
            "--report-json-path=" + report()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "PERDURE_URL",
                process.url().toString(),
                "PERDURE_API_KEY",
                key,
                "PERDURE_THINGS",
                things,
                "PERDURE_SEED",
                Long.toString(seed),
                "PYTHONDONTWRITEBYTECODE",
                "1"));
    Process schemathesis = builder.start();
    try {
      assertThat(schemathesis.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .as("ended within %s; seed %d%n%s", LIMIT, seed, Files.readString(log))
          .isTrue();
      return schemathesis.exitValue();
    } finally {
      schemathesis.destroyForcibly();
    }
  }

  private Path report() {
    return folder.resolve("report.json");
  }

  /** Nothing was left out, and what was tried was not refused all the time. */
  private void tried(Contract contract) throws Exception {
    JsonNode report = JSON.readTree(report().toFile());
    assertThat(report.path("complete").booleanValue()).isTrue();
    assertThat(report.at("/operations/tested").intValue()).isEqualTo(contract.routes().size());
    Set<String> never = new HashSet<>();
    report
        .path("valid_rates")
        .properties()
        .forEach(operation -> {
          boolean accepted =
              Stream.of("examples", "coverage", "fuzzing")
                  .anyMatch(
                      phase -> operation.getValue().at("/" + phase + "/accepted").intValue() > 0);
          if (!accepted) {
            never.add(operation.getKey());
          }
        });
    System.out.println("schemathesis, never accepted: " + never);
    assertThat(never).as("seed %d", seed).hasSizeLessThan(contract.routes().size() / 5);
  }

  private static String summary(String told) {
    return told.substring(Math.max(0, told.indexOf("= SUMMARY =")));
  }

  /** Ids of things that are there, by the part of the path before an id. */
  private static String things(Client client) throws Exception {
    Things things = new Things(client);
    List<String> runs = RUNS.stream().map(things::id).toList();
    return JSON.writeValueAsString(
        Map.ofEntries(
            entry("runs", runs),
            entry("sessions", runs.stream().map(run -> session(client, run)).toList()),
            entry("agents", List.of(things.id("run.agent"), things.id("asking.agent"))),
            entry(
                "approvals", List.of(things.id("asking.interrupt"), things.id("broken.interrupt"))),
            entry("artifacts", List.of(things.id("long.artifact"))),
            entry("api-keys", List.of(things.id("key"))),
            entry("users", List.of(things.id("user"))),
            entry("invitations", List.of(things.id("invitation"))),
            entry("skills", List.of("clock", things.id("skill"))),
            entry("tools", List.of("current_time")),
            entry("versions", List.of("1", "2")),
            entry("model-credentials", List.of(things.id("credential"))),
            entry("organizations", List.of(things.id("organization")))));
  }

  private static String session(Client client, String run) {
    return client.get("/v1/runs/" + run).expect(200).string("session_id");
  }

  private static String operatorsKey(TestStack stack) {
    try (HikariDataSource pool = TestService.open(stack.service())) {
      return new Provisioner(
              StoreFactory.create(pool, Ids.timeOrdered()),
              new KeyHash(TestService.PEPPER),
              Ids.timeOrdered(),
              Clock.systemUTC())
          .provision(
              new Provisioner.Request(
                  "The operator", null, "root", "demo", "rehearsal/default", true))
          .apiKey();
    }
  }
}
