package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.cli.Provisioner;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Exports over HTTP. */
class ExportsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestService service = TestService.get();
  private final Provisioner.Result provisioned = service.provision("org-" + UUID.randomUUID());
  private final Client owner = service.client(provisioned);
  private final AdminClient admin = new AdminClient(service, owner);

  private static List<JsonNode> lines(Answer answer) {
    return answer.expect(200).text().lines().map(ExportsTest::parse).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  private static List<JsonNode> of(List<JsonNode> lines, String type) {
    return lines.stream().filter(line -> line.path("type").asText().equals(type)).toList();
  }

  private static void isWhole(List<JsonNode> lines) {
    JsonNode end = lines.getLast();
    assertThat(end.path("type").asText()).isEqualTo("end");
    end.path("counts")
        .properties()
        .forEach(count ->
            assertThat(of(lines, count.getKey()))
                .as(count.getKey())
                .hasSize(count.getValue().asInt()));
    int all = 1;
    for (JsonNode count : end.path("counts")) {
      all += count.asInt();
    }
    assertThat(lines).hasSize(all);
  }

  @Test
  void theOrganizationIsExportedWholeAndInTheWordsOfTheApi() {
    Answer run = owner.run("12*(3+4)");
    owner.await(run);
    owner.post("/v1/admin/secrets", "{\"name\":\"s1\",\"value\":\"canary-value\"}").expect(201);
    Answer answer = owner.get("/v1/admin/export");
    assertThat(answer.header("Content-Type")).isEqualTo("application/jsonl");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"organization.jsonl\"");
    List<JsonNode> lines = lines(answer);
    isWhole(lines);
    String runId = run.string("run_id");
    JsonNode exported = of(lines, "run").getFirst();
    assertThat(exported.path("id").asText()).isEqualTo(runId);
    assertThat(exported.at("/input/0/type").asText()).isEqualTo("text");
    assertThat(exported.path("created_at").asText()).endsWith("Z");
    JsonNode call =
        of(lines, "message").stream()
            .filter(line -> line.path("role").asText().equals("tool"))
            .findFirst()
            .orElseThrow();
    assertThat(call.at("/content/0/type").asText()).isEqualTo("tool_result");
    assertThat(call.at("/content/0/tool_call_id").asText()).isNotEmpty();
    JsonNode event = of(lines, "event").getFirst().path("event");
    assertThat(event.path("type").asText()).isEqualTo("RUN_STARTED");
    assertThat(event.path("runId").asText()).isEqualTo(runId);
    JsonNode version = of(lines, "agent_version").getFirst();
    assertThat(version.at("/config/max_steps").isInt()).isTrue();
    assertThat(of(lines, "secret").getFirst().path("name").asText()).isEqualTo("s1");
    assertThat(answer.text()).doesNotContain("canary-value", "hash", "wrapped");
    assertThat(of(lines, "audit_entry"))
        .extracting(line -> line.path("action").asText())
        .as("the export itself")
        .contains("organization.export");
  }

  @Test
  void aUserIsExportedByOthersWithThePermissionAndByThemselves() {
    String user = admin.user("developer");
    Client theirs = admin.with(admin.key("\"name\":\"theirs\",\"user_id\":\"%s\"".formatted(user)));
    owner.await(owner.run("not of the user"));
    theirs.await(theirs.run("of the user"));
    List<JsonNode> lines = lines(owner.get("/v1/admin/users/" + user + "/export"));
    isWhole(lines);
    assertThat(of(lines, "user").getFirst().path("id").asText()).isEqualTo(user);
    assertThat(of(lines, "run")).hasSize(1);
    assertThat(lines.toString()).contains("of the user").doesNotContain("not of the user");
    Answer own = theirs.get("/v1/me/export");
    assertThat(own.header("Content-Disposition")).contains("me.jsonl");
    assertThat(of(lines(own), "session")).isEqualTo(of(lines, "session"));
    theirs.get("/v1/admin/export").problem(403, "permission_missing");
    theirs.get("/v1/admin/users/" + user + "/export").problem(403, "permission_missing");
    service
        .newOrganization()
        .get("/v1/admin/users/" + user + "/export")
        .problem(404, "user_not_found");
  }

  @Test
  void aNarrowedKeyTakesOutNothingItMayNotRead() {
    Client narrowed = admin.with(admin.key("\"name\":\"n\",\"scopes\":[\"runs:read\"]"));
    narrowed.get("/v1/me/export").problem(403, "permission_missing");
    Client reading =
        admin.with(
            admin.key(
                "\"name\":\"r\",\"scopes\":[\"runs:read\",\"sessions:read\",\"logs:read\","
                    + "\"files:read\",\"agents:read\"]"));
    isWhole(lines(reading.get("/v1/me/export")));
  }

  @Test
  void oneAtATimeOfAnOrganizationAndTheNextWhenItIsOver() throws Exception {
    muchToRead();
    HttpResponse<InputStream> slow = open();
    owner.get("/v1/admin/export").problem(429, "too_many_exports");
    owner.get("/v1/me/export").problem(429, "too_many_exports");
    Answer refused = owner.get("/v1/me/export");
    assertThat(refused.header("Retry-After")).isEqualTo("10");
    Client another = service.newOrganization();
    isWhole(lines(another.get("/v1/me/export")));
    String whole = new String(slow.body().readAllBytes(), StandardCharsets.UTF_8);
    isWhole(whole.lines().map(ExportsTest::parse).toList());
    isWhole(lines(owner.get("/v1/me/export")));
  }

  @Test
  void aReaderWhoGoesAwayLeavesRoomForTheNext() throws Exception {
    muchToRead();
    open().body().close();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> owner.get("/v1/me/export").status() == 200);
  }

  /** More than goes into the buffers on the way, so that an export waits for its reader. */
  private void muchToRead() throws SQLException {
    Answer run = owner.run("hello");
    owner.await(run);
    try (var connection = service.admin.getConnection();
        var insert =
            connection.prepareStatement(
                """
                INSERT INTO artifacts (org_id, id, session_id, run_id, step_id, name, media_type,
                                       content, bytes, sha256)
                SELECT org_id, gen_random_uuid(), session_id, id, 's', 'n', 'text/plain',
                       repeat('0123456789', 100000), 1000000, ''
                FROM runs, generate_series(1, 30) WHERE id = ?
                """)) {
      insert.setObject(1, UUID.fromString(run.string("run_id")));
      insert.executeUpdate();
    }
  }

  private HttpResponse<InputStream> open() throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(service.process.url() + "/v1/admin/export"))
                    .header("Authorization", "Bearer " + provisioned.apiKey())
                    .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return response;
  }
}
