package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.api.cli.Provisioner;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What becomes of runs whose workflow an operator terminates. The reconciler looks every second.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostWorkflowTest {

  private static final String CAREFUL =
      "\"skills\":[\"calculator\"],\"approvals\":{\"mode\":\"always\"}";

  private final TestService service = TestService.get();
  private final Provisioner.Result owner = service.provision("org-" + UUID.randomUUID());
  private final Client client = service.client(owner);
  private final WorkflowServiceStubs temporal =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder()
              .setTarget(service.stack.temporalAddress())
              .build());

  @AfterAll
  void close() {
    temporal.shutdownNow();
  }

  @Test
  void aPausedRunIsStillPausedWhenItIsRetried() {
    Answer run = start(agent(CAREFUL), "12*(3+4)");
    awaited(run, json -> json.path("waiting_for").asText().equals("approval"));
    client.post(path(run, "/pause"), "").expect(200);
    terminate(run.string("run_id"));
    retry(run);
    awaited(run, json -> json.path("status").asText().equals("paused"));
    client.post(path(run, "/resume"), "").expect(200);
    client.post(path(run, "/approve"), "").expect(200);
    assertThat(client.await(run).string("output")).contains("84");
  }

  @Test
  void aRollbackIsGoneThroughWithWhenItsWorkflowIsLost() {
    Answer run = start(agent(CAREFUL), "12*(3+4)");
    awaited(run, json -> json.path("waiting_for").asText().equals("approval"));
    intend(run, Duration.ofSeconds(4));
    client.post(path(run, "/cancel"), "{\"mode\":\"rollback\"}").expect(200);
    // the effect may still happen, so that the workflow can't have undone it yet
    terminate(run.string("run_id"));
    awaited(run, json -> json.path("status").asText().equals("cancelled"));
    JsonNode effects = client.get(path(run, "/effects")).expect(200).json().path("items");
    assertThat(effects).hasSize(1);
    assertThat(effects.at("/0/undo").asText()).isEqualTo("impossible");
  }

  @Test
  void aSubAgentEndsWithItsParentsWorkflowAndTheParentGoesOn() {
    String config =
        "\"sub_agents\":[{\"name\":\"helper\",\"agent_id\":\"" + agent(CAREFUL) + "\"}]";
    Answer run = start(agent(config), "delegate to the helper: 12*(3+4)");
    String children = "/v1/runs?parent_run_id=" + run.string("run_id");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> client.get(children).json().at("/items/0/waiting_for").asText(),
            "approval"::equals);
    String child = client.get(children).json().at("/items/0/id").asText();
    terminate(run.string("run_id"));
    terminate(child);
    retry(run);
    awaited(run, json -> json.path("status").asText().equals("succeeded"));
    assertThat(client.get("/v1/runs/" + child).string("status")).isIn("failed", "cancelled");
  }

  private String agent(String config) {
    String body = "{\"name\":\"%s\",\"config\":{%s}}".formatted(UUID.randomUUID(), config);
    return client.post("/v1/agents", body).expect(201).string("id");
  }

  private Answer start(String agent, String input) {
    String body = "{\"agent_id\":\"%s\",\"input\":\"%s\"}".formatted(agent, input);
    return client.post("/v1/runs", body).expect(202);
  }

  /** Commits the intent of the run's first call, as a worker does that goes away then. */
  private void intend(Answer run, Duration limit) {
    RunRef ref =
        new RunRef(
            new OrgId(owner.orgId()),
            UUID.fromString(run.string("session_id")),
            UUID.fromString(run.string("run_id")));
    StepRef call = StepRef.of(ref, 2).withCall(1);
    Claim.Claimed claimed = (Claim.Claimed) service.store.steps().claim(call, StepKind.ACT);
    service.store.effects().intend(claimed, Effect.ONCE, limit);
  }

  private void terminate(String runId) {
    WorkflowClient.newInstance(temporal).newUntypedWorkflowStub(runId).terminate("by an operator");
  }

  private void retry(Answer run) {
    JsonNode lost = awaited(run, json -> json.at("/error/code").asText().startsWith("workflow_"));
    for (JsonNode interrupt : lost.path("interrupts")) {
      if (interrupt.path("code").asText().equals("workflow_lost")) {
        String id = interrupt.path("id").asText();
        String body = "{\"interrupt_id\":\"%s\",\"operation\":\"retry\"}".formatted(id);
        client.post(path(run, "/recover"), body).expect(200);
      }
    }
  }

  private JsonNode awaited(Answer run, Predicate<JsonNode> condition) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> client.get(path(run, "")).expect(200).json(), condition);
  }

  private static String path(Answer accepted, String rest) {
    return "/v1/runs/" + accepted.string("run_id") + rest;
  }
}
