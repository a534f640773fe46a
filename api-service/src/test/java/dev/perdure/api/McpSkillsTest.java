package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MCP servers as skills over HTTP, against one on loopback. */
class McpSkillsTest {

  private final TestService service = TestService.get();
  private final AdminClient admin = AdminClient.ofNewOrganization(service);
  private final Client owner = admin.owner;
  private final McpServerOfATest server = new McpServerOfATest();

  @BeforeEach
  void letTheServerBeReached() {
    String org = owner.get("/v1/admin/organization").expect(200).string("id");
    service
        .operator()
        .post(
            "/v1/admin/organizations/" + org + "/outbound-rules",
            "{\"action\":\"internal\",\"target\":\"127.0.0.1\",\"ports\":[%d]}"
                .formatted(server.port()))
        .expect(201);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aChangeOfTheServerIsSeenAcceptedAndWorksAgain() {
    owner.post("/v1/skills", skill("")).expect(201);
    assertThat(tried("{\"name\":\"Jo\"}").string("content")).isEqualTo("found {\"name\":\"Jo\"}");

    server.take("person");
    Answer refused = tried("{\"name\":\"Jo\"}");
    assertThat(refused.string("code")).isEqualTo("tool_changed");
    assertThat(refused.string("content")).contains("Nothing was called");
    JsonNode news = owner.get("/v1/skills/people/changes").expect(200).json();
    assertThat(news.at("/changes/0/tool").asText()).isEqualTo("find");
    assertThat(news.at("/changes/0/before/input_schema/properties").has("name")).isTrue();
    assertThat(news.at("/changes/0/after/input_schema/properties").has("person")).isTrue();

    Answer made =
        owner
            .post(
                "/v1/skills/people/refresh",
                "{\"sha256\":\"%s\"}".formatted(news.path("sha256").asText()))
            .expect(201);
    assertThat(made.json().path("version").asInt()).isEqualTo(2);
    assertThat(tried("{\"person\":\"Jo\"}").string("content"))
        .isEqualTo("found {\"person\":\"Jo\"}");
    assertThat(owner.get("/v1/skills/people/changes").expect(200).json().path("changes")).isEmpty();
  }

  @Test
  void whereASecretIsSentIsInTheAuditLogAndNotForEverybody() {
    owner.post("/v1/admin/secrets", "{\"name\":\"CRM\",\"value\":\"sesame-open\"}").expect(201);
    String body = skill(",\"secrets\":{\"token\":\"CRM\"}");
    owner.post("/v1/skills?dry_run=true", body).expect(200);
    assertThat(uses()).hasSize(1);
    assertThat(uses().get(0).path("target").path("id").asText()).isEqualTo("CRM");
    assertThat(uses().get(0).path("after").path("skill").asText()).isEqualTo("people");
    assertThat(uses().get(0).path("after").path("host").asText())
        .isEqualTo("127.0.0.1:" + server.port());
    owner.post("/v1/skills", body).expect(201);
    owner.get("/v1/skills/people/changes").expect(200);
    assertThat(uses()).hasSize(3);

    owner
        .post(
            "/v1/admin/roles",
            "{\"name\":\"skiller\",\"permissions\":[\"skills:read\",\"skills:write\"]}")
        .expect(201);
    Client skiller = admin.somebody("skiller");
    int before = server.heard().size();
    skiller.post("/v1/skills?dry_run=true", body).problem(403, "permission_missing");
    skiller.get("/v1/skills/people/changes").problem(403, "permission_missing");
    skiller
        .json("PUT", "/v1/skills/people/settings", "{\"secrets\":{\"token\":\"CRM\"}}")
        .problem(403, "permission_missing");
    assertThat(server.heard()).hasSize(before);
    assertThat(uses()).hasSize(3);
  }

  @Test
  void aRequestThatComesAgainAsksTheServerNothing() {
    String key = "Idempotency-Key";
    Answer made = owner.post("/v1/skills", skill(""), key, "one").expect(201);
    int before = server.heard().size();
    Answer again = owner.post("/v1/skills", skill(""), key, "one").expect(201);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.json()).isEqualTo(made.json());
    owner
        .post("/v1/skills", skill(",\"files\":[]"), key, "one")
        .problem(409, "idempotency_key_reused");
    assertThat(server.heard()).hasSize(before);
  }

  @Test
  void whatIsMissingIsToldWhereAVersionIsMadeOrPromoted() {
    owner.post("/v1/admin/secrets", "{\"name\":\"CRM\",\"value\":\"sesame-open\"}").expect(201);
    Answer made = owner.post("/v1/skills", skill(",\"secrets\":{\"token\":\"CRM\"}")).expect(201);
    assertThat(made.json().path("missing_secrets")).isEmpty();
    owner.json("PUT", "/v1/skills/people/settings", "{}").expect(200);
    JsonNode promoted = owner.post("/v1/skills/people/versions/1/promote", "").expect(200).json();
    assertThat(promoted.path("missing_secrets"))
        .extracting(JsonNode::asText)
        .containsExactly("token");
  }

  private JsonNode uses() {
    return owner.get("/v1/admin/audit-log?action=secret.use").expect(200).json().path("items");
  }

  private String skill(String more) {
    return "{\"kind\":\"mcp\",\"name\":\"people\",\"settings\":{\"url\":\"%s\",\"auth\":{\"type\":\"%s\"}}%s}"
        .formatted(server.url(), more.isEmpty() ? "none" : "bearer", more);
  }

  private Answer tried(String arguments) {
    return owner
        .post("/v1/skills/people/tools/people__find:try", "{\"arguments\":" + arguments + "}")
        .expect(200);
  }
}
