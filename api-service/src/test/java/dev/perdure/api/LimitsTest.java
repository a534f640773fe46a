package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.api.cli.Provisioner;
import dev.perdure.core.quota.LimitsOverride;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LimitsTest {

  private static final LimitsOverride SLOW =
      new LimitsOverride(1, 5, null, null, null, null, null, null, null, null);

  private final TestService service = TestService.get();
  private final Provisioner.Result organization = service.provision("org-" + UUID.randomUUID());
  private final Client client = service.client(organization);

  @Test
  void everyAnswerTellsWhereOneStands() {
    give(SLOW);
    Answer answer = client.get("/v1/me").expect(200);
    assertThat(answer.header("RateLimit-Policy"))
        .startsWith("\"credential\";q=5;w=5, \"user\";q=20000;w=4, \"organization\";q=40000;w=4");
    assertThat(answer.header("RateLimit")).startsWith("\"credential\";r=4;t=1, \"user\";r=");
    Answer refused = client.get("/v1/runs/" + UUID.randomUUID()).problem(404, "run_not_found");
    assertThat(refused.header("RateLimit")).startsWith("\"credential\";r=");
  }

  @Test
  void beyondTheRateARequestIsRefusedAndOtherOrganizationsAreNot() {
    give(SLOW);
    Answer refused =
        Stream.generate(() -> client.get("/v1/me"))
            .limit(200)
            .filter(answer -> answer.status() == 429)
            .findFirst()
            .orElseThrow();
    refused.problem(429, "rate_limited");
    assertThat(refused.string("detail")).contains("by this credential");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 2);
    assertThat(refused.header("RateLimit")).startsWith("\"credential\";r=0;");
    service.newOrganization().get("/v1/me").expect(200);
  }

  @Test
  void aRunBeyondTheQuotaIsQueuedAndBehindTheQueueRefused() {
    give(new LimitsOverride(null, null, null, null, null, null, null, 0, 1, null));
    Answer queued = client.run("hello");
    Answer held = client.get("/v1/runs/" + queued.string("run_id"));
    assertThat(held.string("status")).isEqualTo("queued");
    assertThat(held.string("queued_for")).isEqualTo("quota");
    Answer refused =
        client
            .post("/v1/runs", "{\"agent\":\"demo\",\"input\":\"hello\"}")
            .problem(429, "quota_exceeded");
    assertThat(refused.header("Retry-After")).isNotEmpty();
    Answer quotas = client.get("/v1/quotas").expect(200);
    assertThat(quotas.json().at("/limits/concurrent_runs").asInt(-1)).isZero();
    assertThat(quotas.json().at("/overrides/queued_runs").asInt()).isEqualTo(1);
    assertThat(quotas.json().at("/use/queued_runs").asInt()).isEqualTo(1);

    give(new LimitsOverride(null, null, null, null, null, null, null, 1, 1, null));
    Answer done = client.await(queued);
    assertThat(done.string("status")).isEqualTo("succeeded");
    assertThat(done.json().has("queued_for")).isFalse();
  }

  @Test
  void aStreamBeyondTheLimitIsRefused() {
    give(new LimitsOverride(null, null, null, null, null, null, 0, null, null, null));
    String session = client.newSession();
    client.get("/v1/sessions/" + session + "/events").problem(429, "too_many_streams");
  }

  @Test
  void streamsAreCountedAtAllServersTogether() {
    give(new LimitsOverride(null, null, null, null, null, null, 2, null, null, null));
    String session = client.newSession();
    OpenEvents here = events(service.process, session).staysOpen();
    try (ServiceProcess other = ServiceProcess.startServer(service.environment());
        OpenEvents there = events(other, session)) {
      there.staysOpen();
      for (ServiceProcess server : List.of(service.process, other)) {
        try (OpenEvents third = events(server, session)) {
          assertThat(third.status()).isEqualTo(429);
        }
      }
      here.close();
      Awaitility.await("room")
          .atMost(Duration.ofSeconds(15))
          .until(() -> {
            try (OpenEvents third = events(other, session)) {
              return third.status() == 200;
            }
          });
    }
  }

  private OpenEvents events(ServiceProcess server, String session) {
    return OpenEvents.of(server.url(), session, "Authorization", "Bearer " + organization.apiKey());
  }

  @Test
  void onlyTheOperatorsPeopleSetQuotas() {
    String path = "/v1/admin/organizations/" + organization.orgId() + "/quotas";
    client.get(path).problem(403, "permission_missing");
    client.json("PUT", path, "{}").problem(403, "permission_missing");
    client
        .json("PUT", path, "{\"overrides\":{\"concurrent_runs\":-1}}")
        .problem(403, "permission_missing");
  }

  @Test
  void whatTheOperatorSetsIsInForceAndInTheAuditLog() {
    Client operator = service.operator();
    String path = "/v1/admin/organizations/" + organization.orgId() + "/quotas";
    Answer put =
        operator
            .json("PUT", path, "{\"overrides\":{\"open_streams\":0,\"user_burst\":7}}")
            .expect(200);
    assertThat(put.json().at("/limits/user/burst").asInt()).isEqualTo(7);
    assertThat(put.json()).isEqualTo(operator.get(path).expect(200).json());
    assertThat(client.get("/v1/admin/audit-log").text()).contains("quotas.update");

    operator
        .json("PUT", path, "{\"overrides\":{\"user_burst\":0}}")
        .problem(422, "invalid_field")
        .field("/overrides");
    operator.json("PUT", path, "{\"plan\":\"golden\"}").problem(422, "plan_unknown");
    operator
        .json("PUT", "/v1/admin/organizations/" + UUID.randomUUID() + "/quotas", "{}")
        .problem(404, "organization_not_found");
    operator.json("PUT", path, "{}").expect(200);
    assertThat(client.get("/v1/quotas").json().at("/limits/open_streams").asInt()).isEqualTo(5000);
  }

  @Test
  void aPageIsNeverLongerThanItMayBe() {
    Client operator = service.operator();
    for (Contract.Route route : service.contract().routes()) {
      boolean listed =
          route.operation().path("parameters").findValuesAsText("name").contains("limit");
      if (listed && !route.path().contains("{")) {
        operator.get(route.path() + "?limit=201").problem(400, "invalid_parameter").field("limit");
        operator.get(route.path() + "?limit=0").problem(400, "invalid_parameter").field("limit");
      }
    }
  }

  @Test
  void deepJsonIsRefused() {
    String deep = "[".repeat(1500) + "]".repeat(1500);
    client
        .post("/v1/runs", "{\"agent\":\"demo\",\"input\":" + deep + "}")
        .problem(400, "malformed_json");
  }

  private void give(LimitsOverride said) {
    OrgId orgId = new OrgId(organization.orgId());
    service.store.quotas().put(Actor.service(orgId), orgId, null, said);
    // What was known of it before is forgotten soon.
    Awaitility.await()
        .pollDelay(dev.perdure.api.limits.OrgLimits.FRESH)
        .until(() -> service.store.quotas().find(orgId).orElseThrow().said().equals(said));
  }
}
