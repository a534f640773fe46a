package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.cli.Provisioner;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import dev.perdure.store.Ids;
import dev.perdure.store.StoreFactory;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.ModelServer;
import io.temporal.api.common.v1.Payload;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Plants secrets everywhere they can be, lets agents work and fail, and looks for them in
 * everything that is written or answered. Payloads are encrypted, and the process is replaced in
 * the middle of a run, so that another reads its history.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryTest {

  private static final String PEPPER = canary("pepper") + canary("more");
  private static final String ENCRYPTION_KEY =
      Base64.getEncoder()
          .encodeToString("canary of a key-encryption key!!".getBytes(StandardCharsets.UTF_8));
  private static final String MODEL_KEY = canary("model-key");
  private static final String OWN_MODEL_KEY = canary("own-model-key");
  private static final String SECRET = canary("secret");
  private static final String QUESTION = canary("question");

  private final TestStack stack =
      SharedDevStack.get().forTest(CanaryTest.class, "canary", TestService::migrate);
  private final ModelServer models = ModelServer.start();
  private final Provisioner.Result owner = provision();
  private final List<String> answered = new ArrayList<>();
  private final List<String> logs = new ArrayList<>();
  private ServiceProcess process = ServiceProcess.start(environment());
  private Contract contract = Contract.of(process);
  private final List<String> runs = new ArrayList<>();

  @BeforeAll
  void work() throws IOException {
    secrets();
    models.script(Behaviour.status(401), Behaviour.status(400));
    run("custom/m1", "fails: " + QUESTION);
    models.reset();
    run("custom/m1", "works: " + QUESTION);
    own();
    run("custom/m1", "works too: " + QUESTION);
    run("rehearsal/default", "12*(3+4) " + QUESTION);
    mistakes();
    String waiting = start("rehearsal/default", "ask me: tea or coffee?");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get("/v1/runs/" + waiting).string("status").equals("waiting"));
    replaceProcess();
    client().post("/v1/runs/" + waiting + "/answer", "{\"text\":\"tea\"}").expect(200);
    assertThat(await(waiting).string("status")).isEqualTo("succeeded");
  }

  @AfterAll
  void close() {
    process.close();
    models.close();
  }

  @Test
  void theSecretsWereUsed() {
    assertThat(models.report().requests().stream().map(ModelServer.Request::key))
        .contains(MODEL_KEY, OWN_MODEL_KEY);
  }

  @Test
  void noLogHoldsASecret() throws IOException {
    nowhere("the log", process.log() + logs);
  }

  @Test
  void noAnswerHoldsASecret() {
    for (String path : List.of("/openapi.json", "/healthz", "/readyz")) {
      answered.add(process.get(process.url().resolve(path)).body());
    }
    answered.add(process.get(process.adminUrl().resolve("/metrics")).body());
    assertThat(answered).hasSizeGreaterThan(20);
    nowhere("an answer", String.join("\n", answered));
  }

  @Test
  void noRowHoldsASecret() throws SQLException {
    Map<String, String> tables = Everything.tables(stack.postgres());
    assertThat(tables).containsKeys("secrets", "model_credentials", "messages", "execution_logs");
    assertThat(tables.get("secrets")).contains("canary");
    tables.forEach((table, rows) -> nowhere("table " + table, rows));
  }

  @Test
  void nothingInRedisHoldsASecret() {
    nowhere("Redis", Everything.redis(stack.redisUrl()));
  }

  @Test
  void noHistoryHoldsASecretOrAMessageOrTheMessageOfAFailure() {
    for (String run : runs) {
      String history = Everything.history(stack.temporalAddress(), run).getHistory().toString();
      nowhere("the history of " + run, history);
      assertThat(history).contains("binary/encrypted").doesNotContain(QUESTION, "sessionId");
    }
  }

  @Test
  void theCodecShowsPayloadsToTheirOrganizationOnly() throws IOException {
    Payload input =
        Everything.history(stack.temporalAddress(), runs.getFirst())
            .getHistory()
            .getEvents(0)
            .getWorkflowExecutionStartedEventAttributes()
            .getInput()
            .getPayloads(0);
    String body = payloads(input);
    JsonNode clear = decode(client(), body).path("payloads").path(0);
    String text =
        new String(Base64.getDecoder().decode(clear.path("data").asText()), StandardCharsets.UTF_8);
    assertThat(text).contains(runs.getFirst());

    Client stranger = new Client(process.url(), provision().apiKey(), contract);
    assertThat(decode(stranger, body)).isEqualTo(new ObjectMapper().readTree(body));
    client()
        .post("/v1/temporal-codec/decode", body, "X-Namespace", "another")
        .problem(422, "unknown_namespace");
    client()
        .post(
            "/v1/temporal-codec/decode",
            "{\"payloads\":[{\"data\":\"?\"}]}",
            "X-Namespace",
            "default")
        .problem(422, "invalid_field");
    JsonNode again =
        client()
            .post(
                "/v1/temporal-codec/encode",
                "{\"payloads\":[" + clear + "]}",
                "X-Namespace",
                "default")
            .expect(200)
            .json();
    assertThat(decode(client(), again.toString()).path("payloads").path(0)).isEqualTo(clear);
  }

  @Test
  void onlyPagesOfTheTemporalUiMayAskTheCodec() {
    URI address = process.url().resolve("/v1/temporal-codec/decode");
    assertThat(process.get(address, "Origin", "http://ui.example").headers().map())
        .containsEntry("access-control-allow-origin", List.of("http://ui.example"));
    assertThat(process.get(address, "Origin", "http://evil.example").headers().map())
        .doesNotContainKey("access-control-allow-origin");
    assertThat(
            process
                .get(process.url().resolve("/v1/me"), "Origin", "http://ui.example")
                .headers()
                .map())
        .doesNotContainKey("access-control-allow-origin");
  }

  private void secrets() {
    keep(client()
            .post("/v1/admin/secrets", "{\"name\":\"canary\",\"value\":\"%s\"}".formatted(SECRET)))
        .expect(201);
    keep(client().patch("/v1/admin/secrets/canary", "{\"value\":\"%s\"}".formatted(SECRET)));
    keep(get("/v1/admin/secrets"));
  }

  private void own() {
    keep(client()
            .json(
                "PUT",
                "/v1/admin/model-credentials/custom",
                "{\"key\":\"%s\",\"base_url\":\"%s\"}".formatted(OWN_MODEL_KEY, models.baseUrl())))
        .expect(200);
    keep(get("/v1/admin/model-credentials"));
  }

  private void mistakes() {
    keep(
        client()
            .post("/v1/admin/secrets", "{\"name\":\"canary\",\"value\":\"%s\"}".formatted(SECRET)));
    keep(client().post("/v1/admin/secrets", "{\"name\":\"?\",\"value\":\"%s\"}".formatted(SECRET)));
    keep(
        client()
            .post("/v1/admin/secrets", "{\"name\":\"b\",\"value\":[\"%s\"]}".formatted(SECRET)));
    keep(client().post("/v1/admin/secrets", "{\"name\":\"b\",\"value\":\"%s\"".formatted(SECRET)));
    keep(client().json("PUT", "/v1/admin/model-credentials/custom", "\"%s\"".formatted(MODEL_KEY)));
    keep(new Client(process.url(), owner.apiKey() + "x", contract).get("/v1/me")).expect(401);
    for (String path : List.of("/v1/me", "/v1/sessions", "/v1/runs", "/v1/agents", "/v1/skills")) {
      keep(get(path));
    }
  }

  private void replaceProcess() throws IOException {
    process.close();
    logs.add(process.log());
    process = ServiceProcess.start(environment());
    contract = Contract.of(process);
  }

  private void run(String model, String input) {
    String run = start(model, input);
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .until(() ->
            List.of("succeeded", "failed", "waiting")
                .contains(get("/v1/runs/" + run).string("status")));
    for (String more : List.of("", "/steps", "/logs", "/commands", "/effects")) {
      keep(get("/v1/runs/" + run + more)).expect(200);
    }
  }

  private String start(String model, String input) {
    String agent =
        keep(client()
                .post(
                    "/v1/agents",
                    "{\"name\":\"%s\",\"config\":{\"model\":\"%s\",\"ask_user\":true,\"skills\":[\"calculator\"],\"on_failure\":\"fail\"}}"
                        .formatted(UUID.randomUUID(), model)))
            .expect(201)
            .string("id");
    String run =
        keep(client()
                .post("/v1/runs", "{\"agent_id\":\"%s\",\"input\":\"%s\"}".formatted(agent, input)))
            .expect(202)
            .string("run_id");
    runs.add(run);
    return run;
  }

  private Answer await(String run) {
    return keep(get("/v1/runs/" + run + "?wait=30s")).expect(200);
  }

  private Answer get(String path) {
    return client().get(path);
  }

  private Client client() {
    return new Client(process.url(), owner.apiKey(), contract);
  }

  private Answer keep(Answer answer) {
    answered.add(answer.text() + answer.headers().map());
    return answer;
  }

  private JsonNode decode(Client asking, String body) {
    return asking
        .post("/v1/temporal-codec/decode", body, "X-Namespace", "default")
        .expect(200)
        .json();
  }

  private static String payloads(Payload payload) {
    ObjectNode item = new ObjectMapper().createObjectNode();
    payload
        .getMetadataMap()
        .forEach((key, value) ->
            item.withObject("/metadata")
                .put(key, Base64.getEncoder().encodeToString(value.toByteArray())));
    item.put("data", Base64.getEncoder().encodeToString(payload.getData().toByteArray()));
    return "{\"payloads\":[" + item + "]}";
  }

  private void nowhere(String where, String text) {
    canaries()
        .forEach((name, canary) -> {
          byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
          assertThat(text)
              .as("%s in %s", name, where)
              .doesNotContain(
                  canary,
                  HexFormat.of().formatHex(bytes),
                  Base64.getEncoder().withoutPadding().encodeToString(bytes));
        });
  }

  private Map<String, String> canaries() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("pepper", PEPPER);
    all.put("key-encryption key", ENCRYPTION_KEY);
    all.put("the same, read", "canary of a key-encryption key!!");
    all.put("model key", MODEL_KEY);
    all.put("the organization's model key", OWN_MODEL_KEY);
    all.put("secret", SECRET);
    all.put("API key", owner.apiKey().substring(owner.apiKey().lastIndexOf('_') + 1));
    all.put("database password", stack.service().password());
    String redis = URI.create(stack.redisUrl()).getUserInfo();
    if (redis != null) {
      all.put("Redis password", redis.substring(redis.indexOf(':') + 1));
    }
    return all;
  }

  private Map<String, String> environment() {
    Map<String, String> environment = TestService.environment(stack);
    environment.put("PERDURE_PEPPER", PEPPER);
    environment.put("PERDURE_ENCRYPTION_KEY", ENCRYPTION_KEY);
    environment.put("PERDURE_ENCRYPT_PAYLOADS", "true");
    environment.put("PERDURE_TEMPORAL_UI_ORIGIN", "http://ui.example");
    environment.put("PERDURE_MODEL_URL", models.baseUrl());
    environment.put("PERDURE_MODEL_KEY", MODEL_KEY);
    environment.put(
        "PERDURE_OUTBOUND_INTERNAL", "127.0.0.1 " + URI.create(models.baseUrl()).getPort());
    return environment;
  }

  private Provisioner.Result provision() {
    try (HikariDataSource pool = TestService.open(stack.service())) {
      return new Provisioner(
              StoreFactory.create(pool, Ids.timeOrdered()),
              new KeyHash(PEPPER),
              Ids.timeOrdered(),
              Clock.systemUTC())
          .provision(
              new Provisioner.Request(
                  "org-" + UUID.randomUUID(), null, "tester", "demo", "rehearsal/default", false));
    }
  }

  private static String canary(String name) {
    return "canary-" + name + "-" + UUID.randomUUID();
  }
}
