package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.OrganizationStore.OrganizationChange;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Organization;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Organizations and the audit log over HTTP. */
class OrganizationsTest {

  private final TestService service = TestService.get();
  private final Client operator = service.operator();

  private Answer make(String slug) {
    return operator
        .post(
            "/v1/admin/organizations",
            "{\"slug\":\"%s\",\"name\":\"Acme\",\"owner_name\":\"Ada\"}".formatted(slug))
        .expect(201);
  }

  private static String slug() {
    return "org-" + UUID.randomUUID();
  }

  @Test
  void anOrganizationIsMadeWithAnOwnerWhoCanCall() {
    String slug = slug();
    Answer made = make(slug);
    Client owner = service.clientWith(made.string("secret"));
    Answer own = owner.get("/v1/admin/organization").expect(200);
    assertThat(own.string("slug")).isEqualTo(slug);
    assertThat(own.string("plan")).isEqualTo("standard");
    assertThat(operator.get(made.header("Location")).expect(200).json()).isEqualTo(own.json());
    assertThat(operator.get("/v1/admin/organizations?q=" + slug).json().at("/items/0"))
        .isEqualTo(own.json());
    operator
        .post(
            "/v1/admin/organizations",
            "{\"slug\":\"%s\",\"name\":\"Acme\",\"owner_name\":\"Ada\"}".formatted(slug))
        .problem(409, "slug_taken");
  }

  @Test
  void aRepeatedRequestMakesNoOtherOne() {
    String body = "{\"slug\":\"%s\",\"name\":\"Acme\",\"owner_name\":\"Ada\"}".formatted(slug());
    String key = UUID.randomUUID().toString();
    Answer first =
        operator.post("/v1/admin/organizations", body, "Idempotency-Key", key).expect(201);
    Answer again =
        operator.post("/v1/admin/organizations", body, "Idempotency-Key", key).expect(201);
    assertThat(again.json().path("organization")).isEqualTo(first.json().path("organization"));
    assertThat(again.json().has("secret")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"a\",\"owner_name\":\"b\"}|/slug",
        "{\"slug\":\"Not a slug\",\"name\":\"a\",\"owner_name\":\"b\"}|/slug",
        "{\"slug\":\"a\",\"owner_name\":\"b\"}|/name",
        "{\"slug\":\"a\",\"name\":\"b\"}|/owner_name",
        "{\"slug\":\"a\",\"name\":\"b\",\"owner_name\":\"c\",\"plan\":\"P 1\"}|/plan",
      })
  void whatIsWrongIsTold(String body, String field) {
    operator.post("/v1/admin/organizations", body).expect(422).field(field);
  }

  @Test
  void ownersOfOthersManageOnlyTheirOwn() {
    Client owner = service.newOrganization();
    owner.get("/v1/admin/organizations").problem(403, "permission_missing");
    Answer made = make(slug());
    owner.get(made.header("Location")).problem(403, "permission_missing");
    owner
        .patch(made.header("Location"), "{\"status\":\"suspended\"}")
        .problem(403, "permission_missing");
    Answer renamed =
        owner.patch("/v1/admin/organization", "{\"name\":\"New\",\"signed\":false}").expect(200);
    assertThat(renamed.string("name")).isEqualTo("New");
    owner.patch("/v1/admin/organization", "{\"plan\":\"free\"}").problem(422, "unknown_field");
  }

  @Test
  void aSuspendedOrganizationIsRefusedWithinASecondAndItsRunsPause() {
    Answer made = make(slug());
    Client owner = service.clientWith(made.string("secret"));
    String agent = owner.newAgent();
    Answer run =
        owner
            .post("/v1/runs", "{\"agent_id\":\"%s\",\"input\":\"slow:200@50\"}".formatted(agent))
            .expect(202);
    String path = "/v1/runs/" + run.string("run_id");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> owner.get(path).string("status").equals("running"));
    operator.patch(made.header("Location"), "{\"status\":\"suspended\"}").expect(200);
    ApiKeysTest.withinASecond(() -> owner.get("/v1/me").problem(401, "credentials_invalid"));
    operator.patch(made.header("Location"), "{\"status\":\"active\",\"plan\":\"pro\"}").expect(200);
    ApiKeysTest.withinASecond(() -> owner.get("/v1/me").expect(200));
    assertThat(owner.get(path).string("status")).isEqualTo("paused");
    owner.post(path + "/cancel", "").expect(200);
    operator.patch(made.header("Location"), "{\"status\":\"gone\"}").problem(422, "invalid_field");
  }

  @Test
  void whatAServerThatDiedRightAfterTheSuspensionLeftAtWorkPauses() {
    Answer made = make(slug());
    Client owner = service.clientWith(made.string("secret"));
    Answer run =
        owner
            .post(
                "/v1/runs",
                "{\"agent_id\":\"%s\",\"input\":\"slow:200@50\"}".formatted(owner.newAgent()))
            .expect(202);
    OrgId orgId = OrgId.of(made.json().at("/organization/id").asText());
    UUID runId = UUID.fromString(run.string("run_id"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> status(orgId, runId) == RunStatus.RUNNING);
    // The transaction, and nothing after it.
    Answer self = operator.get("/v1/me");
    Caller root =
        new Caller(
            OrgId.of(self.string("org_id")),
            UUID.fromString(self.string("user_id")),
            Credential.key(UUID.randomUUID()),
            Permission.all());
    service
        .store
        .organizations()
        .update(
            new Requester(root, null, null),
            orgId,
            new OrganizationChange(null, null, Organization.Status.SUSPENDED, null));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> status(orgId, runId) == RunStatus.PAUSED);
    operator.patch(made.header("Location"), "{\"status\":\"active\"}").expect(200);
  }

  @Test
  void aRunThatCantBePausedKeepsNoOtherAtWork() throws SQLException {
    Answer made = make(slug());
    Client owner = service.clientWith(made.string("secret"));
    OrgId orgId = OrgId.of(made.json().at("/organization/id").asText());
    String body = "{\"agent_id\":\"%s\",\"input\":\"slow:400@50\"}".formatted(owner.newAgent());
    List<Answer> runs =
        Stream.generate(() -> owner.post("/v1/runs", body).expect(202)).limit(3).toList();
    List<UUID> ids = runs.stream().map(run -> UUID.fromString(run.string("run_id"))).toList();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ids.stream().allMatch(id -> status(orgId, id) == RunStatus.RUNNING));
    String session = runs.getFirst().string("session_id");
    execute("DELETE FROM session_positions WHERE session_id = '%s'".formatted(session));
    operator.patch(made.header("Location"), "{\"status\":\"suspended\"}").expect(200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ids.stream().skip(1).allMatch(id -> status(orgId, id) == RunStatus.PAUSED));
    assertThat(status(orgId, ids.getFirst())).isEqualTo(RunStatus.RUNNING);
    execute(
        """
        INSERT INTO session_positions (org_id, session_id, last_pos)
        SELECT org_id, session_id, max(pos) FROM execution_logs WHERE session_id = '%s'
        GROUP BY org_id, session_id
        """
            .formatted(session));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> status(orgId, ids.getFirst()) == RunStatus.PAUSED);
  }

  private void execute(String sql) throws SQLException {
    try (var connection = service.admin.getConnection();
        var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isOne();
    }
  }

  private RunStatus status(OrgId orgId, UUID runId) {
    return service.store.runs().get(orgId, runId).orElseThrow().status();
  }

  @Test
  void theOperatorCanNotSuspendItself() {
    String self = "/v1/admin/organizations/" + operator.get("/v1/me").string("org_id");
    operator.patch(self, "{\"status\":\"suspended\"}").problem(409, "operator_suspended");
    operator
        .get("/v1/admin/organizations/" + UUID.randomUUID())
        .problem(404, "organization_not_found");
  }

  @Test
  void changesAreInTheAuditLogOfBothOrganizations() {
    Answer made = make(slug());
    String id = made.json().at("/organization/id").asText();
    Client owner = service.clientWith(made.string("secret"));
    Answer theirs = owner.get("/v1/admin/audit-log?action=organization").expect(200);
    assertThat(theirs.json().at("/items/0/action").asText()).isEqualTo("organization.create");
    assertThat(theirs.json().at("/items/0/actor").has("address")).isFalse();
    Answer ours = operator.get("/v1/admin/audit-log?target_id=" + id).expect(200);
    assertThat(ours.json().at("/items/0/actor/address").asText()).isEqualTo("127.0.0.1");
    assertThat(ours.json().at("/items/0/actor/user_agent").asText()).startsWith("Java");
    assertThat(ours.json().at("/items/0/after/name").asText()).isEqualTo("Acme");
  }

  @Test
  void theAuditLogIsSearchedAndExported() {
    AdminClient admin = AdminClient.ofNewOrganization(service);
    Client owner = admin.owner;
    // One more was made when the organization was.
    for (int n = 0; n < 2; n++) {
      admin.key("\"name\":\"Key %d\"".formatted(n));
    }
    Answer first = owner.get("/v1/admin/audit-log?action=api_key.create&limit=2").expect(200);
    assertThat(first.json().path("items")).hasSize(2);
    Answer second =
        owner
            .get("/v1/admin/audit-log?action=api_key.create&limit=2&after=" + first.string("next"))
            .expect(200);
    assertThat(second.json().path("items")).hasSize(1);
    assertThat(owner.get("/v1/admin/audit-log?q=key+1").json().path("items")).isNotEmpty();
    Answer lines = owner.get("/v1/admin/audit-log/export?action=api_key.create").expect(200);
    assertThat(lines.header("Content-Type")).isEqualTo("application/jsonl");
    assertThat(lines.text().lines()).hasSize(3).allMatch(line -> line.contains("api_key.create"));
    Client viewer = admin.somebody("viewer");
    viewer.get("/v1/admin/audit-log").problem(403, "permission_missing");
    viewer.get("/v1/admin/audit-log/export").problem(403, "permission_missing");
  }

  @Test
  void aSearchMayBeginBeforeThereWasAnything() {
    assertThat(
            operator
                .get("/v1/admin/audit-log?from=0690-07-06T04:18:20Z")
                .expect(200)
                .json()
                .path("items"))
        .isNotEmpty();
    operator.get("/v1/admin/audit-log?until=9999-12-31T23:59:59Z").expect(200);
  }

  @ParameterizedTest
  @CsvSource({
    "from=yesterday",
    "until=%2B99999-01-01T00:00:00Z",
    "user_id=me",
    "limit=0",
  })
  void whatIsWrongWithASearchIsTold(String query) {
    operator.get("/v1/admin/audit-log?" + query).problem(400, "invalid_parameter");
    if (!query.startsWith("limit")) {
      operator.get("/v1/admin/audit-log/export?" + query).problem(400, "invalid_parameter");
    }
  }
}
