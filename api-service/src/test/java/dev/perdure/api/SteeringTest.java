package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.auth.KeyText;
import dev.perdure.api.cli.Provisioner;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.store.Ids;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run is told: each command works, is done once, and is refused where it makes no sense. */
class SteeringTest {

  private static final String CAREFUL =
      "\"skills\":[\"calculator\"],\"approvals\":{\"mode\":\"always\"}";

  private final TestService service = TestService.get();
  private final Provisioner.Result owner = service.provision("org-" + UUID.randomUUID());
  private final Client client = service.client(owner);

  @Test
  void anApprovalIsListedApprovedOnceAndToldOf() {
    Answer run = start(CAREFUL, "12*(3+4)");
    JsonNode interrupt = waiting(run, "approval").at("/interrupts/0");
    assertThat(interrupt.path("tool").asText()).isEqualTo("calculate");
    assertThat(interrupt.path("run_id").asText()).isEqualTo(run.string("run_id"));
    String id = interrupt.path("id").asText();
    for (String list :
        new String[] {
          "/v1/approvals",
          "/v1/approvals?reason=approval",
          "/v1/sessions/" + run.string("session_id") + "/approvals",
          path(run, "/approvals")
        }) {
      assertThat(client.get(list).expect(200).json().at("/items/0")).as(list).isEqualTo(interrupt);
    }
    assertThat(client.get("/v1/approvals?reason=input").json().path("items")).isEmpty();
    assertThat(client.get("/v1/approvals/" + id).expect(200).json()).isEqualTo(interrupt);

    Client stranger = service.newOrganization();
    Answer theirs = stranger.get("/v1/approvals/" + id).problem(404, "interrupt_not_found");
    String none = UUID.randomUUID().toString();
    assertThat(stranger.get("/v1/approvals/" + none).expect(404).text())
        .isEqualTo(theirs.text().replace(id, none));
    assertThat(stranger.get("/v1/approvals").json().path("items")).isEmpty();
    Answer others = stranger.run("Hello");
    stranger
        .post(path(others, "/approve"), "{\"interrupt_id\":\"" + id + "\"}")
        .problem(404, "interrupt_not_found");

    Answer approved = client.post(path(run, "/approve"), "").expect(200);
    assertThat(approved.json().at("/command/kind").asText()).isEqualTo("approve");
    assertThat(approved.json().at("/command/interrupt_id").asText()).isEqualTo(id);
    Answer again = client.post(path(run, "/approve"), "{\"interrupt_id\":\"" + id + "\"}");
    assertThat(again.expect(200).json().path("command").path("number"))
        .isEqualTo(approved.json().path("command").path("number"));
    Answer late = client.post(path(run, "/deny"), "{\"interrupt_id\":\"" + id + "\"}");
    late.expect(409);
    assertThat(late.string("run_status")).isNotBlank();

    assertThat(client.await(run).string("output")).contains("84");
    assertThat(client.get(path(run, "/commands")).expect(200).json().path("items")).hasSize(1);
    assertThat(client.get(path(run, "/approvals")).json().path("items")).isEmpty();
    assertThat(client.get(path(run, "/approvals?status=settled")).json().path("items")).hasSize(1);
    assertThat(client.get(path(run, "/approvals?status=all")).json().path("items")).hasSize(1);
  }

  @Test
  void aDenialIsToldToTheAgentWithItsReason() {
    Answer run = start(CAREFUL, "12*(3+4)");
    String call = waiting(run, "approval").at("/interrupts/0/tool_call_id").asText();
    client
        .post(
            path(run, "/deny"), "{\"tool_call_id\":\"" + call + "\",\"reason\":\"No sums today.\"}")
        .expect(200);
    assertThat(client.await(run).string("status")).isEqualTo("succeeded");
    assertThat(client.get("/v1/sessions/" + run.string("session_id") + "/messages").text())
        .contains("No sums today.");
  }

  @Test
  void argumentsAreEditedIntoOnesTheToolTakes() {
    Answer run = start(CAREFUL, "12*(3+4)");
    waiting(run, "approval");
    client
        .post(path(run, "/approve"), "{\"arguments\":{\"sum\":true}}")
        .problem(422, "invalid_arguments")
        .field("/arguments");
    client.post(path(run, "/approve"), "{\"arguments\":{\"expression\":\"40+2\"}}").expect(200);
    assertThat(client.await(run).string("output")).contains("42");
    assertThat(client.get(path(run, "/steps")).json().path("items"))
        .anyMatch(step -> step.path("generation").asInt() == 1);
  }

  @Test
  void aQuestionIsAnswered() {
    Answer run = start("\"ask_user\":true", "ask me: tea or coffee?");
    JsonNode interrupt = waiting(run, "input").at("/interrupts/0");
    assertThat(interrupt.path("message").asText()).contains("tea or coffee?");
    client.post(path(run, "/approve"), "").problem(409, "no_open_interrupt");
    client.post(path(run, "/answer"), "{\"text\":\" \"}").problem(422, "invalid_field");
    client.post(path(run, "/answer"), "{\"text\":\"Tea, please\"}").expect(200);
    assertThat(client.await(run).string("output")).contains("Tea, please");
  }

  @Test
  void aPausedRunGoesOnWhenItIsResumed() {
    Answer run = start("", "slow:40@50");
    running(run);
    Answer paused = client.post(path(run, "/pause"), "").expect(200);
    assertThat(paused.json().at("/run/status").asText()).isEqualTo("paused");
    client.post(path(run, "/pause"), "").expect(200);
    client.post(path(run, "/resume"), "").expect(200);
    Answer refused = client.post(path(run, "/resume"), "").problem(409, "run_not_paused");
    assertThat(refused.string("run_status")).isEqualTo("running");
    assertThat(client.await(run).string("status")).isEqualTo("succeeded");
    client.post(path(run, "/pause"), "").problem(409, "run_already_ended");
  }

  @Test
  void aSteerIsTakenInOnce() {
    Answer run = start("", "slow:40@50");
    running(run);
    String body = "{\"input\":\"And what about tea?\"}";
    Answer first = client.post(path(run, "/steer"), body, "Idempotency-Key", "s1").expect(200);
    Answer again = client.post(path(run, "/steer"), body, "Idempotency-Key", "s1").expect(200);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.json().path("command").path("number"))
        .isEqualTo(first.json().path("command").path("number"));
    client
        .post(path(run, "/steer"), "{\"input\":\"Else\"}", "Idempotency-Key", "s1")
        .problem(409, "idempotency_key_reused");
    Answer policy =
        client
            .post(
                "/v1/sessions/" + run.string("session_id") + "/runs",
                "{\"input\":\"And coffee?\",\"input_policy\":\"steer\"}")
            .expect(202);
    assertThat(policy.json().path("steered").asBoolean()).isTrue();
    assertThat(policy.string("run_id")).isEqualTo(run.string("run_id"));
    assertThat(client.await(run).string("status")).isEqualTo("succeeded");
    JsonNode messages =
        client.get("/v1/sessions/" + run.string("session_id") + "/messages").json().path("items");
    assertThat(messages)
        .filteredOn(message -> message.path("role").asText().equals("user"))
        .extracting(message -> message.at("/content/0/text").asText())
        .containsExactly("slow:40@50", "And what about tea?", "And coffee?");
  }

  @Test
  void anInputThatInterruptsComesNext() {
    Answer run = start("", "slow:3000@200");
    running(run);
    Answer next =
        client
            .post(
                "/v1/sessions/" + run.string("session_id") + "/runs",
                "{\"input\":\"Hello\",\"input_policy\":\"interrupt\"}")
            .expect(202);
    assertThat(next.json().path("steered").asBoolean()).isFalse();
    assertThat(client.await(run).string("status")).isEqualTo("cancelled");
    assertThat(client.await(next).string("status")).isEqualTo("succeeded");
  }

  @Test
  void aRunWithoutAModelIsRecovered() {
    Answer run = start("", "the model fails for good");
    JsonNode waiting = waiting(run, "recovery");
    assertThat(waiting.at("/interrupts/0/operations")).isNotEmpty();
    String recover = path(run, "/recover");
    client.post(recover, "{\"operation\":\"skip_step\"}").problem(409, "operation_not_offered");
    client
        .post(recover, "{\"operation\":\"switch_model\",\"model\":\"zzz/x\"}")
        .problem(422, "model_unknown")
        .field("/model");
    Answer told =
        client
            .post(recover, "{\"operation\":\"provide_result\",\"result\":\"It is done.\"}")
            .expect(200);
    assertThat(told.json().at("/command/detail/operation").asText()).isEqualTo("provide_result");
    assertThat(client.await(run).string("output")).isEqualTo("It is done.");
  }

  @Test
  void aSpentBudgetIsToppedUp() {
    Answer run = start("\"budget\":{\"tokens\":1}", "Hello");
    JsonNode waiting = waiting(run, "budget");
    assertThat(waiting.at("/budget/max_tokens").asLong()).isEqualTo(1);
    Answer done = client.post(path(run, "/top-up"), "{\"tokens\":100000}").expect(200);
    assertThat(done.json().at("/run/budget/max_tokens").asLong()).isEqualTo(100_001);
    assertThat(client.await(run).string("status")).isEqualTo("succeeded");
  }

  @Test
  void aFailedRunIsTriedAgainAsAnotherOne() {
    Answer run = start("\"on_failure\":\"fail\"", "the model fails for good");
    assertThat(client.await(run).string("status")).isEqualTo("failed");
    Answer retried = client.post(path(run, "/retry"), "", "Idempotency-Key", "r1").expect(202);
    assertThat(retried.string("session_id")).isEqualTo(run.string("session_id"));
    Answer replay = client.post(path(run, "/retry"), "", "Idempotency-Key", "r1").expect(202);
    assertThat(replay.string("run_id")).isEqualTo(retried.string("run_id"));
    assertThat(client.await(retried).string("retry_of")).isEqualTo(run.string("run_id"));

    Answer good = client.run("Hello");
    client.await(good);
    Answer refused = client.post(path(good, "/retry"), "").problem(409, "run_succeeded");
    assertThat(refused.string("run_status")).isEqualTo("succeeded");
  }

  @Test
  void aRunIsForkedFromAStep() {
    Answer run = start("\"skills\":[\"calculator\"]", "12*(3+4)");
    client.await(run);
    Answer fork = client.post(path(run, "/fork"), "{\"step\":3}").expect(202);
    assertThat(fork.string("session_id")).isNotEqualTo(run.string("session_id"));
    JsonNode ended = client.await(fork).json();
    assertThat(ended.path("forked_from").asText()).isEqualTo(run.string("run_id"));
    assertThat(ended.path("output").asText()).contains("84");
    assertThat(client.get(path(fork, "/steps")).json().path("items"))
        .as("the tool was not called again")
        .noneMatch(step -> step.path("kind").asText().equals("ACT"));
    client.post(path(run, "/fork"), "{\"step\":99}").problem(404, "step_not_found");
  }

  @Test
  void aCancelIsAnsweredWithWhatItDid() {
    Answer run = start("", "slow:3000@200");
    running(run);
    Answer cancel = client.post(path(run, "/cancel"), "{\"mode\":\"rollback\"}").expect(200);
    assertThat(cancel.json().at("/command/kind").asText()).isEqualTo("cancel");
    assertThat(client.await(run).string("status")).isEqualTo("cancelled");
    client.post(path(run, "/cancel"), "").expect(200);
    assertThat(client.get(path(run, "/effects")).expect(200).json().path("items")).isEmpty();
    assertThat(client.get(path(run, "/artifacts")).expect(200).json().path("items")).isEmpty();
  }

  @Test
  void aSubAgentIsFoundByItsParent() {
    String helper = client.newAgent();
    String config = "\"sub_agents\":[{\"name\":\"helper\",\"agent_id\":\"" + helper + "\"}]";
    Answer run = start(config, "delegate to the helper: say hello");
    assertThat(client.await(run).string("status")).isEqualTo("succeeded");
    String parent = run.string("run_id");
    JsonNode children =
        client.get("/v1/runs?parent_run_id=" + parent).expect(200).json().path("items");
    assertThat(children).hasSize(1);
    String child = children.path(0).path("id").asText();
    assertThat(children.path(0).path("parent_run_id").asText()).isEqualTo(parent);
    assertThat(children.path(0).path("depth").asInt()).isEqualTo(1);
    assertThat(client.get("/v1/runs").json().path("items")).hasSize(1);
    assertThat(client.get("/v1/runs?include_sub_agents=true").json().path("items")).hasSize(2);
    assertThat(client.get(path(run, "/steps")).json().path("items"))
        .anyMatch(step -> step.path("sub_agent_run_id").asText().equals(child));
    assertThat(client.get(path(run, "/events")).text())
        .contains("SUBAGENT_STARTED", "SUBAGENT_FINISHED", "\"subagentRunId\":\"" + child + "\"");
    assertThat(client.get("/v1/runs/" + child + "/events").text())
        .startsWith("retry")
        .contains("SUBAGENT_FINISHED")
        .doesNotContain("RUN_FINISHED");
    client.post("/v1/runs/" + child + "/retry", "").problem(409, "run_is_sub_agent");
  }

  @Test
  void somebodyMayBeAllowedToApproveAndNothingElse() {
    Client approver =
        service.clientWith(key(Set.of(Permission.RUNS_READ, Permission.APPROVALS_WRITE)));
    Answer run = start(CAREFUL, "12*(3+4)");
    waiting(run, "approval");
    approver.post(path(run, "/cancel"), "").problem(403, "permission_missing");
    approver.post(path(run, "/recover"), "{}").problem(403, "permission_missing");
    Client starter = service.clientWith(key(Set.of(Permission.RUNS_READ, Permission.RUNS_WRITE)));
    starter.post(path(run, "/approve"), "").problem(403, "permission_missing");
    approver.post(path(run, "/approve"), "").expect(200);
    assertThat(client.await(run).string("status")).isEqualTo("succeeded");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/approve|{\"interrupt_id\":\"x\"}|422|invalid_field|/interrupt_id",
        "/approve|{\"arguments\":[]}|422|invalid_field|/arguments",
        "/approve|{\"interupt\":1}|422|unknown_field|/interupt",
        "/answer|{}|422|field_required|/text",
        "/steer|{}|422|field_required|/input",
        "/steer|{\"input\":[]}|422|invalid_field|/input",
        "/cancel|{\"mode\":\"softly\"}|422|invalid_field|/mode",
        "/recover|{}|422|field_required|/operation",
        "/recover|{\"operation\":\"pray\"}|422|invalid_field|/operation",
        "/recover|{\"operation\":\"switch_model\"}|422|field_required|/model",
        "/recover|{\"operation\":\"top_up\"}|422|field_required|/top_up",
        "/recover|{\"operation\":\"top_up\",\"top_up\":{\"steps\":0}}|422|invalid_field|/top_up/steps",
        "/top-up|{}|422|invalid_field|/tokens",
        "/top-up|{\"tokens\":-1}|422|invalid_field|/tokens",
        "/top-up|{\"cost_micros\":0}|422|invalid_field|/cost_micros",
        "/top-up|{\"wall_time\":\"PT0S\"}|422|invalid_field|/wall_time",
        "/fork|{}|422|field_required|/step",
        "/fork|{\"step\":0}|422|invalid_field|/step",
        "/fork|{\"step\":1,\"input\":7}|422|invalid_field|/input",
      })
  void nonsenseIsRefusedWithTheFieldThatIsToBlame(
      String route, String body, int status, String code, String field) {
    Answer run = client.run("Hello");
    client.post(path(run, route), body).problem(status, code).field(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/approve|{}",
        "/deny|{}",
        "/answer|{\"text\":\"a\"}",
        "/steer|{\"input\":\"a\"}",
        "/pause|{}",
        "/resume|{}",
        "/cancel|{}",
        "/recover|{\"operation\":\"retry\"}",
        "/top-up|{\"tokens\":5}",
        "/retry|{}"
      })
  void aRunThatSucceededRefusesAndSaysWhereItStands(String route, String body) {
    Answer run = client.run("Hello");
    client.await(run);
    Answer refused = client.post(path(run, route), body).expect(409);
    refused.problem(409, refused.string("code"));
    assertThat(refused.string("run_status")).isEqualTo("succeeded");
  }

  private Answer start(String config, String input) {
    String agent =
        client
            .post(
                "/v1/agents",
                "{\"name\":\"%s\",\"config\":{%s}}".formatted(UUID.randomUUID(), config))
            .expect(201)
            .string("id");
    return client
        .post("/v1/runs", "{\"agent_id\":\"%s\",\"input\":\"%s\"}".formatted(agent, input))
        .expect(202);
  }

  private JsonNode waiting(Answer accepted, String reason) {
    JsonNode run = client.await(accepted).json();
    assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("waiting");
    assertThat(run.path("waiting_for").asText()).isEqualTo(reason);
    return run;
  }

  private void running(Answer accepted) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> client.get(path(accepted, "")).string("status").equals("running"));
  }

  private static String path(Answer accepted, String rest) {
    return "/v1/runs/" + accepted.string("run_id") + rest;
  }

  private String key(Set<Permission> permissions) {
    KeyText key = KeyText.generate(Ids.timeOrdered().get(), new SecureRandom());
    service
        .store
        .tenants()
        .addKey(
            ApiKey.of(
                new OrgId(owner.orgId()),
                key.id(),
                owner.userId(),
                "test",
                new KeyHash(TestService.PEPPER).of(key),
                permissions,
                Instant.now()));
    return key.text();
  }
}
