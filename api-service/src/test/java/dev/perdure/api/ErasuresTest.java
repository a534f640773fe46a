package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.api.cli.Provisioner;
import dev.perdure.testkit.TestCipher;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Erasing users and organizations over HTTP, until nothing is left anywhere. */
class ErasuresTest {

  private static final Duration LONG = Duration.ofSeconds(90);

  private final TestService service = TestService.get();
  private final Client operator = service.operator();
  private final String canary = "canary" + UUID.randomUUID().toString().replace("-", "");

  /** Tables and other places that hold the canary. */
  private Map<String, Integer> found() throws SQLException {
    Map<String, Integer> places = new TreeMap<>();
    Everything.tables(service.stack.postgres())
        .forEach((table, rows) -> count(places, table, rows));
    count(places, "redis", Everything.redis(service.stack.redisUrl()));
    return places;
  }

  private void count(Map<String, Integer> places, String place, String text) {
    int count = text.split(canary, -1).length - 1;
    if (count > 0) {
      places.put(place, count);
    }
  }

  /** Places where what is said is found, but not while it is encrypted. */
  private static List<String> said(String... places) {
    return Boolean.getBoolean(TestCipher.PROPERTY) ? List.of() : List.of(places);
  }

  private static String confirm(String what) {
    return "{\"confirm\":\"" + what + "\"}";
  }

  private Provisioner.Result organization() {
    return service.provision("org-" + UUID.randomUUID());
  }

  private String agent(Client owner, String config) {
    return owner
        .post("/v1/agents", "{\"name\":\"%s\",\"config\":{%s}}".formatted(canary, config))
        .expect(201)
        .string("id");
  }

  private Answer start(Client client, String agent, String input) {
    return client
        .post("/v1/runs", "{\"agent_id\":\"%s\",\"input\":\"%s\"}".formatted(agent, input))
        .expect(202);
  }

  @Test
  void anOrganizationIsErasedWithAllInTemporalAndRedis() throws SQLException {
    Provisioner.Result provisioned = organization();
    Client owner = service.client(provisioned);
    AdminClient admin = new AdminClient(service, owner);
    String org = provisioned.orgId().toString();
    String slug = owner.get("/v1/admin/organization").string("slug");
    String tools = agent(owner, "\"skills\":[\"effect_recorder\"]");
    Answer done = start(owner, tools, "use record_effect {\\\"note\\\":\\\"" + canary + "\\\"}");
    owner.await(done);
    Answer live = start(owner, tools, canary + " slow:600@100");
    running(owner, live);
    owner
        .post(
            "/v1/admin/users",
            "{\"name\":\"%1$s\",\"email\":\"%1$s@example.org\",\"role\":\"viewer\"}"
                .formatted(canary))
        .expect(201);
    admin.key("\"name\":\"" + canary + "\"");
    owner
        .post("/v1/admin/secrets", "{\"name\":\"s\",\"value\":\"%s\"}".formatted(canary))
        .expect(201);
    Map<String, Integer> there = found();
    assertThat(there)
        .as("the test finds what is to be erased")
        .containsKeys("agents", "audit_log", "users");
    assertThat(said("execution_logs", "messages", "redis", "runs", "sessions", "steps"))
        .isSubsetOf(there.keySet());
    String history = Everything.history(service.stack.temporalAddress(), run(done)).toString();
    assertThat(history).contains(org);
    Client stranger = service.newOrganization();
    stranger.await(stranger.run("not to be touched"));
    OrgRows others =
        new OrgRows(service.admin, UUID.fromString(stranger.get("/v1/me").string("org_id")));
    Set<String> before = others.settled();

    owner.post("/v1/admin/organization/erase", "{}").problem(422, "field_required");
    owner
        .post("/v1/admin/organization/erase", confirm("not-the-slug"))
        .problem(422, "confirmation_wrong");
    Answer accepted = owner.post("/v1/admin/organization/erase", confirm(slug)).expect(202);
    assertThat(accepted.string("status")).isEqualTo("erasing");
    assertThat(accepted.header("Location")).isEqualTo("/v1/admin/organizations/" + org);
    Answer again =
        operator.post("/v1/admin/organizations/" + org + "/erase", confirm(slug)).expect(202);
    assertThat(again.json()).isEqualTo(accepted.json());
    operator
        .patch(accepted.header("Location"), "{\"status\":\"active\"}")
        .problem(409, "organization_erasing");
    operator
        .patch(accepted.header("Location"), "{\"status\":\"erasing\"}")
        .problem(422, "invalid_field");
    assertThat(
            operator.get("/v1/admin/organizations?status=erasing&q=" + slug).json().at("/items/0"))
        .isEqualTo(accepted.json());
    ApiKeysTest.withinASecond(() -> owner.get("/v1/me").problem(401, "credentials_invalid"));

    Awaitility.await()
        .atMost(LONG)
        .until(() -> operator.get(accepted.header("Location")).status() == 404);
    assertThat(found()).isEmpty();
    assertThat(Everything.redis(service.stack.redisUrl())).doesNotContain("{" + org + "}");
    for (Answer run : new Answer[] {done, live}) {
      assertThat(knowsTemporal(run(run))).isFalse();
    }
    assertThat(OrgRows.difference(before, others.now())).as("others' rows").isEmpty();
    Answer told = operator.get("/v1/admin/audit-log?target_id=" + org).expect(200);
    assertThat(told.json().at("/items/0/action").asText()).isEqualTo("organization.erased");
    assertThat(told.json().at("/items/0/before/deleted/messages").asInt()).isPositive();
    assertThat(told.json().at("/items/1/action").asText()).isEqualTo("organization.erase");
    assertThat(told.json().at("/items/1/actor").has("address")).isFalse();
  }

  @Test
  void aUserIsErasedAndOthersKeepTheirs() throws SQLException {
    Provisioner.Result provisioned = organization();
    Client owner = service.client(provisioned);
    AdminClient admin = new AdminClient(service, owner);
    String agent = agent(owner, "\"ask_user\":true");
    String user =
        owner
            .post(
                "/v1/admin/users",
                "{\"name\":\"%1$s\",\"email\":\"%1$s@example.org\",\"role\":\"developer\"}"
                    .formatted(canary))
            .expect(201)
            .string("id");
    Client theirs =
        admin.with(admin.key("\"name\":\"%s\",\"user_id\":\"%s\"".formatted(canary, user)));
    Answer own = start(theirs, agent, "Hello " + canary);
    theirs.await(own);
    Answer live = start(theirs, agent, canary + " slow:600@100");
    running(theirs, live);
    Answer asked = start(owner, agent, "ask me: tea or coffee?");
    waiting(owner, asked);
    theirs
        .post("/v1/runs/" + run(asked) + "/answer", "{\"text\":\"%s\"}".formatted(canary))
        .expect(200);
    owner.await(asked);
    Answer elsewhere =
        theirs
            .post(
                "/v1/sessions/" + asked.string("session_id") + "/runs",
                "{\"agent_id\":\"%s\",\"input\":\"%s\"}".formatted(agent, canary))
            .expect(202);
    theirs.await(elsewhere);
    Map<String, Integer> before = found();
    assertThat(before).containsKeys("api_keys", "users");
    assertThat(
            said(
                "commands",
                "execution_logs",
                "interrupts",
                "messages",
                "redis",
                "runs",
                "sessions",
                "steps"))
        .isSubsetOf(before.keySet());

    String path = "/v1/admin/users/" + user + "/erase";
    owner.post(path, confirm(canary)).problem(422, "confirmation_wrong");
    owner.post(path, "{}").problem(422, "field_required");
    theirs.post(path, confirm(user)).problem(403, "permission_missing");
    service.newOrganization().post(path, confirm(user)).problem(404, "user_not_found");
    assertThat(found()).isEqualTo(before);
    Answer accepted = owner.post(path, confirm(user)).expect(202);
    assertThat(accepted.string("status")).isEqualTo("erasing");
    assertThat(accepted.string("name")).isEqualTo("[erased]");
    assertThat(accepted.header("Location")).isEqualTo("/v1/admin/users/" + user);
    assertThat(owner.post(path, confirm(user)).expect(202).json()).isEqualTo(accepted.json());
    ApiKeysTest.withinASecond(() -> theirs.get("/v1/me").problem(401, "credentials_invalid"));
    owner.patch("/v1/admin/users/" + user, "{\"status\":\"active\"}").problem(409, "user_erasing");

    Awaitility.await()
        .atMost(LONG)
        .until(() -> owner.get(accepted.header("Location")).status() == 404);
    Map<String, Integer> after = found();
    // The agent is the organization's, and is called so; its answers are the agent's own words.
    assertThat(after.keySet())
        .isSubsetOf("agents", "audit_log", "execution_logs", "messages", "runs");
    assertThat(Everything.tables(service.stack.postgres()).getOrDefault("audit_log", "").lines())
        .filteredOn(line -> line.contains(canary))
        .allMatch(line -> line.contains(",agent.create,"));
    assertThat(Everything.tables(service.stack.postgres()).getOrDefault("messages", "").lines())
        .filteredOn(line -> line.contains(canary))
        .allMatch(line -> line.contains(",assistant,"));
    assertThat(owner.get("/v1/sessions/" + own.string("session_id")).status()).isEqualTo(404);
    assertThat(owner.get("/v1/runs/" + run(live)).status()).isEqualTo(404);
    Awaitility.await("Temporal to forget").atMost(LONG).until(() -> !knowsTemporal(run(own)));
    assertThat(knowsTemporal(run(asked))).isTrue();
    String messages =
        owner.get("/v1/sessions/" + asked.string("session_id") + "/messages").expect(200).text();
    assertThat(messages).contains("tea or coffee", "[erased]");
    owner.post(path, confirm(user)).problem(404, "user_not_found");
  }

  @Test
  void theLastOwnerAndTheOperatorStay() {
    Client owner = service.client(organization());
    String me = owner.get("/v1/me").string("user_id");
    owner.post("/v1/admin/users/" + me + "/erase", confirm(me)).problem(409, "last_owner");
    String self = operator.get("/v1/me").string("org_id");
    operator
        .post("/v1/admin/organizations/" + self + "/erase", confirm("the-operator"))
        .problem(409, "operator_erased");
    operator
        .post("/v1/admin/organization/erase", confirm("the-operator"))
        .problem(409, "operator_erased");
    operator
        .post("/v1/admin/organizations/" + UUID.randomUUID() + "/erase", confirm("x"))
        .problem(404, "organization_not_found");
    String id = owner.get("/v1/admin/organization").string("id");
    owner
        .post("/v1/admin/organizations/" + id + "/erase", confirm("x"))
        .problem(403, "permission_missing");
    Client lesser = new AdminClient(service, owner).somebody("admin");
    lesser.post("/v1/admin/organization/erase", confirm("x")).problem(403, "permission_missing");
  }

  private boolean knowsTemporal(String runId) {
    try {
      return !Everything.history(service.stack.temporalAddress(), runId).getEvents().isEmpty();
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
      return false;
    }
  }

  private static String run(Answer started) {
    return started.string("run_id");
  }

  private static void running(Client client, Answer run) {
    until(client, run, "running");
  }

  private static void waiting(Client client, Answer run) {
    until(client, run, "waiting");
  }

  private static void until(Client client, Answer run, String status) {
    Awaitility.await("a run that is " + status)
        .atMost(Duration.ofSeconds(30))
        .until(() -> client.get("/v1/runs/" + run(run)).string("status").equals(status));
  }
}
