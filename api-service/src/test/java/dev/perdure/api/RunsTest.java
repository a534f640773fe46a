package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.api.cli.Provisioner;
import dev.perdure.core.port.StartRun;
import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.Run;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RunsTest {

  private static final String LONG = "slow:3000@200";

  private final TestService service = TestService.get();
  private final Provisioner.Result owner = service.provision("org-" + UUID.randomUUID());
  private final Client client = service.client(owner);

  @Test
  void aRunIsAcceptedDoneAndTellsOfItselfEverywhereAlike() {
    Answer accepted = client.run("What is 17 * 23? Use the calculator.");
    String id = accepted.string("run_id");
    assertThat(accepted.header("Location")).isEqualTo("/v1/runs/" + id);

    JsonNode run = client.await(accepted).json();
    assertThat(run.path("status").asText()).isEqualTo("succeeded");
    assertThat(run.path("output").asText()).contains("391");

    JsonNode steps = client.get("/v1/runs/" + id + "/steps").expect(200).json().path("items");
    assertThat(steps)
        .extracting(step -> step.path("kind").asText())
        .containsExactly("THINK", "ACT", "ACT", "THINK", "RESPOND");
    assertThat(steps).allMatch(step -> step.path("step_id").asText().startsWith(id + "/"));

    JsonNode logs = client.get("/v1/runs/" + id + "/logs?limit=200").expect(200).json();
    assertThat(logs.at("/items/0/event/type").asText()).isEqualTo("RUN_STARTED");
    assertThat(logs.at("/items/0/event/threadId").asText())
        .isEqualTo(accepted.string("session_id"));
    String session = "/v1/sessions/" + accepted.string("session_id");
    assertThat(client.get(session + "/logs?limit=200").json()).isEqualTo(logs);

    String stream = client.get("/v1/runs/" + id + "/events").expect(200).text();
    assertThat(stream).contains("RUN_STARTED", "391", "RUN_FINISHED");
    String rest = client.get("/v1/runs/" + id + "/events", "Last-Event-ID", "5").expect(200).text();
    assertThat(rest).contains("id: 6\n").doesNotContain("id: 5\n");

    assertThat(client.get(session + "/runs").json().path("items")).hasSize(1);
    assertThat(client.get("/v1/runs?status=succeeded").json().path("items")).hasSize(1);
    assertThat(client.get("/v1/runs?status=failed").json().path("items")).isEmpty();
  }

  @Test
  void theLogIsReadInPages() {
    Answer accepted = client.run("Hello");
    client.await(accepted);
    String path = "/v1/runs/" + accepted.string("run_id") + "/logs?limit=2";
    JsonNode first = client.get(path).expect(200).json();
    assertThat(first.path("items")).hasSize(2);
    JsonNode second = client.get(path + "&after=" + first.path("next").asText()).json();
    assertThat(second.at("/items/0/pos").asLong()).isEqualTo(3);
    client.get(path + "&after=x").problem(400, "invalid_cursor");
  }

  @Test
  void oneIdempotencyKeyIsOneRun() {
    String body = "{\"agent\":\"demo\",\"input\":\"Hello\"}";
    Answer first = client.post("/v1/runs", body, "Idempotency-Key", "k1").expect(202);
    Answer again = client.post("/v1/runs", body, "Idempotency-Key", "k1").expect(202);
    assertThat(again.string("run_id")).isEqualTo(first.string("run_id"));
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    client
        .post("/v1/runs", body.replace("Hello", "Bye"), "Idempotency-Key", "k1")
        .problem(409, "idempotency_key_reused");
    client
        .post("/v1/runs", body, "Idempotency-Key", "a b")
        .problem(400, "invalid_header")
        .field("Idempotency-Key");
    Client other = service.newOrganization();
    assertThat(other.post("/v1/runs", body, "Idempotency-Key", "k1").string("run_id"))
        .isNotEqualTo(first.string("run_id"));
  }

  @Test
  void aBusySessionQueuesOrRefuses() {
    Answer first = client.run(LONG);
    String runs = "/v1/sessions/" + first.string("session_id") + "/runs";
    client.post(runs, "{\"input\":\"b\",\"input_policy\":\"reject\"}").problem(409, "session_busy");
    Answer queued = client.post(runs, "{\"input\":\"Hello\"}").expect(202);
    assertThat(queued.string("status")).isEqualTo("queued");
    client.delete("/v1/sessions/" + first.string("session_id")).problem(409, "session_busy");

    client.post("/v1/runs/" + first.string("run_id") + "/cancel", "").expect(200);
    assertThat(client.await(first).string("status")).isEqualTo("cancelled");
    assertThat(client.await(queued).string("status")).isEqualTo("succeeded");
    client
        .post("/v1/runs/" + queued.string("run_id") + "/cancel", "")
        .problem(409, "run_already_ended");
  }

  @Test
  void aLongPollEndsWhenTheTimeIsUp() {
    Answer run = client.run(LONG);
    long begun = System.nanoTime();
    Answer still = client.get("/v1/runs/" + run.string("run_id") + "?wait=300ms").expect(200);
    assertThat(still.string("status")).isIn("starting", "running");
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(Duration.ofMillis(290), Duration.ofSeconds(10));
    client.get("/v1/runs/" + run.string("run_id") + "?wait=soon").problem(400, "invalid_parameter");
    client.post("/v1/runs/" + run.string("run_id") + "/cancel", "").expect(200);
  }

  @Test
  void aRunCommittedByANodeThatDiedIsStartedByTheSweeper() {
    Caller caller =
        new Caller(
            new OrgId(owner.orgId()),
            owner.userId(),
            Credential.key(UUID.randomUUID()),
            Permission.all());
    Run committed =
        service
            .store
            .runs()
            .start(
                caller,
                new StartRun(
                    null,
                    owner.agentId(),
                    null,
                    List.of(new ContentPart.Text("Hello")),
                    InputPolicy.ENQUEUE),
                null)
            .run();
    Answer run = client.get("/v1/runs/" + committed.id() + "?wait=30s").expect(200);
    assertThat(run.string("status")).isEqualTo("succeeded");
  }

  @Test
  void aWorkflowEndedFromOutsideLeavesTheRunWaitingForRecovery() {
    Answer accepted = client.run(LONG);
    String id = accepted.string("run_id");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> client.get("/v1/runs/" + id).string("status").equals("running"));
    terminate(id);
    Answer run = client.get("/v1/runs/" + id + "?wait=30s").expect(200);
    assertThat(run.string("status")).isEqualTo("waiting");
    assertThat(run.string("waiting_for")).isEqualTo("recovery");
    assertThat(run.json().at("/error/code").asText()).isEqualTo("workflow_ended");
    Answer cancelled = client.post("/v1/runs/" + id + "/cancel", "").expect(200);
    assertThat(cancelled.json().at("/run/status").asText()).isEqualTo("cancelled");
  }

  private void terminate(String id) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(service.stack.temporalAddress())
                .build());
    try {
      WorkflowClient.newInstance(stubs).newUntypedWorkflowStub(id).terminate("a test");
    } finally {
      stubs.shutdownNow();
      stubs.awaitTermination(2, TimeUnit.SECONDS);
    }
  }
}
