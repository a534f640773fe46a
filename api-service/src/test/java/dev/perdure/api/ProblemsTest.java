package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {

  private final TestService service = TestService.get();
  private final Client client = service.newOrganization();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/v1/agents|{\"name\":|400|malformed_json|",
        "/v1/agents|{\"name\":\"a\"} x|400|malformed_json|",
        "/v1/agents|{\"name\":\"a\",\"name\":\"b\"}|400|malformed_json|",
        "/v1/agents|[]|400|malformed_json|",
        "/v1/agents|``|400|body_required|",
        "/v1/agents|null|400|body_required|",
        "/v1/agents|{}|422|field_required|/name",
        "/v1/agents|{\"name\":\" \"}|422|invalid_field|/name",
        "/v1/agents|{\"name\":1}|422|invalid_field|/name",
        "/v1/agents|{\"name\":\"a\",\"nmae\":1}|422|unknown_field|/nmae",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"foo\":1}}|422|unknown_field|/config/foo",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"max_steps\":0}}|422|invalid_field|/config/max_steps",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"max_steps\":\"7\"}}|422|invalid_field|/config/max_steps",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"max_steps\":1.5}}|422|invalid_field|/config/max_steps",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"skills\":[\"zzz\"]}}|422|unknown_skill|/config/skills/0",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"skills\":[null]}}|422|invalid_field|/config/skills",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"model\":\"zzz/x\"}}|422|model_unknown|/config/model",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"parameters\":{\"temperature\":9}}}|422|invalid_field|/config/parameters/temperature",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"fallback_models\":[\"zzz/x\"]}}|422|model_unknown|/config/fallback_models/0",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"fallback_models\":[\"rehearsal/default\"]}}|422|invalid_field|/config/fallback_models/0",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"fallback_models\":[null]}}|422|invalid_field|/config/fallback_models",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"sub_agents\":[{\"name\":\"a\",\"agent\":\"nobody\"}]}}|422|unknown_sub_agent|/config/sub_agents/0/agent",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"sub_agents\":[{\"name\":\"a\",\"agent_id\":\"01a20411-80bf-78cd-9584-a9de727f8e5f\"}]}}|422|unknown_sub_agent|/config/sub_agents/0/agent_id",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"sub_agents\":[{\"name\":\"a\",\"agent\":\"demo\",\"version\":9}]}}|422|unknown_sub_agent|/config/sub_agents/0/version",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"sub_agents\":[{\"name\":\"a b\",\"agent\":\"demo\"}]}}|422|invalid_field|/config/sub_agents/0/name",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"sub_agents\":[{\"name\":\"a\"}]}}|422|field_required|/config/sub_agents/0/agent_id",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"sub_agents\":[null]}}|422|field_required|/config/sub_agents/0",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"sub_agents\":[{\"name\":\"a\",\"agent\":\"demo\"},{\"name\":\"a\",\"agent\":\"demo\"}]}}|422|invalid_field|/config/sub_agents/1/name",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"sub_agents\":[{\"name\":\"a\",\"agent\":\"demo\",\"budget\":{\"tokens\":-1}}]}}|422|invalid_field|/config/sub_agents/0/budget/tokens",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"budget\":{\"tokens\":0}}}|422|invalid_field|/config/budget/tokens",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"budget\":{\"cost_micros\":-5}}}|422|invalid_field|/config/budget/cost_micros",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"budget\":{\"wall_time\":\"-PT1H\"}}}|422|invalid_field|/config/budget/wall_time",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"budget\":{\"wall_time\":\"soon\"}}}|422|invalid_field|/config/budget/wall_time",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"budget\":{\"on_exhausted\":\"panic\"}}}|422|invalid_field|/config/budget/on_exhausted",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"on_failure\":\"panic\"}}|422|invalid_field|/config/on_failure",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"approvals\":{\"mode\":\"maybe\"}}}|422|invalid_field|/config/approvals/mode",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"approvals\":{\"rules\":[{\"mode\":\"always\"}]}}}|422|field_required|/config/approvals/rules/0/tool",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"approvals\":{\"rules\":[{\"tool\":\"*\"}]}}}|422|field_required|/config/approvals/rules/0/mode",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"approvals\":{\"rules\":[{\"tool\":\"a b\",\"mode\":\"always\"}]}}}|422|invalid_field|/config/approvals/rules/0/tool",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"approvals\":{\"rules\":[{\"tool\":\"*\",\"mode\":\"always\",\"arguments\":{\"/path\":\"(\"}}]}}}|422|invalid_field|/config/approvals/rules/0/arguments/~1path",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"approvals\":{\"rules\":[{\"tool\":\"*\",\"mode\":\"always\",\"arguments\":{\"path\":\"x\"}}]}}}|422|invalid_field|/config/approvals/rules/0/arguments/path",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"approvals\":{\"deadline\":\"PT0S\"}}}|422|invalid_field|/config/approvals/deadline",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"approvals\":{\"remind_after\":\"PT2H\",\"deadline\":\"PT1H\"}}}|422|invalid_field|/config/approvals/remind_after",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"output_schema\":{\"type\":\"array\"}}}|422|invalid_field|/config/output_schema/type",
        "/v1/agents|{\"name\":\"a\",\"config\":{\"output_schema\":{\"type\":\"object\",\"properties\":7}}}|422|schema_invalid|/config/output_schema",
        "/v1/agents|{\"name\":\"demo\"}|409|agent_name_taken|",
        "/v1/sessions|{\"agent\":\"nobody\"}|404|agent_not_found|",
        "/v1/sessions|{\"agent_id\":\"x\"}|422|invalid_field|/agent_id",
        "/v1/sessions|{\"metadata\":{\"a\":1}}|422|invalid_field|/metadata/a",
        "/v1/sessions|{\"metadata\":{\"a\":null}}|422|invalid_field|/metadata/a",
        "/v1/sessions|{\"title\":\"a\\u0000b\"}|422|invalid_field|/title",
        "/v1/runs|{\"agent\":\"demo\"}|422|field_required|/input",
        "/v1/runs|{\"agent\":\"demo\",\"input\":\"\"}|422|invalid_field|/input",
        "/v1/runs|{\"agent\":\"demo\",\"input\":7}|422|invalid_field|/input",
        "/v1/runs|{\"agent\":\"demo\",\"input\":[]}|422|invalid_field|/input",
        "/v1/runs|{\"agent\":\"demo\",\"input\":[{\"type\":\"zzz\"}]}|422|invalid_field|/input/0",
        "/v1/runs|{\"agent\":\"demo\",\"input\":[{\"type\":\"text\"}]}|422|field_required|/input/0/text",
        "/v1/runs|{\"agent\":\"demo\",\"input\":[{\"type\":\"text\",\"text\":\"a\",\"x\":1}]}|422|unknown_field|/input/0/x",
        "/v1/runs|{\"agent\":\"demo\",\"input\":[{\"type\":\"tool_call\",\"id\":\"1\",\"name\":\"a\",\"arguments\":\"{}\"}]}|422|invalid_field|/input/0/type",
        "/v1/runs|{\"agent\":\"demo\",\"input\":\"a\",\"input_policy\":\"x\"}|422|invalid_field|/input_policy",
        "/v1/runs|{\"agent\":\"demo\",\"agent_id\":\"01a20411-80bf-78cd-9584-a9de727f8e5f\",\"input\":\"a\"}|422|agent_ambiguous|/agent",
        "/v1/runs|{\"input\":\"a\"}|422|agent_required|",
      })
  void refusesNonsenseWithTheFieldThatIsToBlame(
      String path, String body, int status, String code, String field) {
    Answer answer = client.post(path, body).problem(status, code);
    if (field != null) {
      answer.field(field);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/runs?limit=0, invalid_parameter, limit",
    "/v1/runs?limit=201, invalid_parameter, limit",
    "/v1/runs?limit=x, invalid_parameter, limit",
    "/v1/runs?after=zzz, invalid_cursor, after",
    "/v1/runs?status=done, invalid_parameter, status",
    "/v1/runs?session_id=1, invalid_parameter, session_id",
    "/v1/runs?parent_run_id=1, invalid_parameter, parent_run_id",
    "/v1/runs?include_sub_agents=some, invalid_parameter, include_sub_agents",
    "/v1/approvals?status=done, invalid_parameter, status",
    "/v1/approvals?reason=boredom, invalid_parameter, reason",
    "/v1/agents?archived=maybe, invalid_parameter, archived",
  })
  void refusesParametersByName(String path, String code, String field) {
    client.get(path).problem(400, code).field(field);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/admin/outbound-rules, action, 'allow, block, internal'",
    "/v1/runs/01a20411-80bf-78cd-9584-a9de727f8e5f/cancel, mode, 'interrupt, rollback'",
    "/v1/runs/01a20411-80bf-78cd-9584-a9de727f8e5f/recover, operation, 'retry, switch_model'",
  })
  void tellsWhatAFieldMayBe(String path, String field, String allowed) {
    Answer answer = client.post(path, "{\"%s\":\"zzz\"}".formatted(field));
    answer.problem(422, "invalid_field").field("/" + field);
    assertThat(answer.string("detail")).contains("must be one of " + allowed);
  }

  @Test
  void tellsHowLongAWaitMayBe() {
    Answer answer = client.get("/v1/runs/01a20411-80bf-78cd-9584-a9de727f8e5f?wait=9999h");
    answer.problem(400, "invalid_parameter").field("wait");
    assertThat(answer.string("detail")).contains("30s", "no more than 60s");
  }

  @Test
  void tellsWhereTheJsonIsWrong() {
    assertThat(client.post("/v1/agents", "{\n  \"name\" 1}").problem(400, "malformed_json").text())
        .contains("line 2");
  }

  @Test
  void answersUnknownRoutesMethodsAndTypes() {
    client.get("/v1/nothing").problem(404, "route_not_found");
    client.get("/nothing").problem(404, "route_not_found");
    Answer wrongMethod = client.json("PUT", "/v1/agents", "{}");
    wrongMethod.problem(405, "method_not_allowed");
    assertThat(wrongMethod.header("Allow")).contains("GET", "POST");
    client.get("/v1/agents", "Accept", "text/csv").problem(406, "not_acceptable");
    client
        .send("POST", "/v1/agents", BodyPublishers.ofString("x"), "Content-Type", "text/csv")
        .problem(415, "unsupported_media_type");
  }

  @Test
  void refusesBodiesOverTheLimit() {
    String large = "{\"name\":\"" + "a".repeat(1_100_000) + "\"}";
    client.post("/v1/agents", large).problem(413, "body_too_large");
  }

  @Test
  void answersWhatIsNoHttpInTheSameShape() throws IOException {
    assertThat(raw("NONSENSE\r\n\r\n")).contains("400", "application/problem+json", "bad_request");
    String longHeader = "GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(40_000) + "\r\n\r\n";
    assertThat(raw(longHeader))
        .contains("431", "application/problem+json", "headers_too_large")
        .contains("X-Content-Type-Options: nosniff", "default-src 'none'");
    assertThat(raw("GET /healthz\r\n")).contains("505", "bad_request").doesNotContain("error_id");
  }

  @Test
  void malformedIdsAreAnsweredLikeUnknownOnes() {
    client.get("/v1/runs/nonsense").problem(404, "run_not_found");
    client.get("/v1/sessions/nonsense").problem(404, "session_not_found");
    client.get("/v1/agents/nonsense").problem(404, "agent_not_found");
    client.get("/v1/approvals/nonsense").problem(404, "interrupt_not_found");
    client.get("/v1/artifacts/nonsense/content").problem(404, "artifact_not_found");
    client
        .get("/v1/agents/" + client.newAgent() + "/versions/x")
        .problem(404, "agent_version_not_found");
  }

  @Test
  void tellsTheSessionToLookForInTheLogs() {
    String session = client.newSession();
    Answer answer = client.post("/v1/sessions/" + session + "/runs", "{}");
    answer.problem(422, "field_required");
    assertThat(answer.string("session_id")).isEqualTo(session);
  }

  private String raw(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), service.process.url().getPort())) {
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
