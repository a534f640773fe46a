package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.e2e.client.AgentSpec;
import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.harness.PerdureStack;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The workflows of sub-agents, as somebody at the Temporal UI sees and ends them. */
@ExtendWith(SharedProduct.class)
class SubAgentsTest {

  private final PerdureStack stack;
  private final PerdureClient client;

  SubAgentsTest(PerdureStack stack) {
    this.stack = stack;
    this.client = stack.client();
  }

  @Test
  void aSubAgentWaitsItsTurnAmongTheRunsOfItsOrganization() {
    Story story = delegate("[[call clock]] [[say below]]");
    assertThat(story.awaitEnd().run().answer()).isEqualTo("all done");
    try (Operator operator = new Operator(stack.ground().temporalAddress())) {
      for (String run : List.of(story.runId(), child(story).path("id").asText())) {
        assertThat(operator.fairnessKey(run)).isEqualTo(stack.tenant().orgId());
      }
    }
  }

  @Test
  void theEndOfATerminatedSubAgentIsAFactForItsParent() {
    Story story = delegate("[[words 300 100]]");
    Awaitility.await().atMost(Story.PATIENCE).until(() -> speaksBelow(story));
    String child = child(story).path("id").asText();
    try (Operator operator = new Operator(stack.ground().temporalAddress())) {
      operator.terminate(child);
    }

    Story.Told told = story.awaitEnd();
    assertThat(told.run().status()).isEqualTo("succeeded");
    assertThat(told.run().answer()).isEqualTo("all done");
    assertThat(told.stream().names()).contains("SUBAGENT_ERROR").doesNotContain("RUN_ERROR");
    assertThat(client.run(child).status()).isEqualTo("failed");
    assertThat(client.get("/v1/sessions/" + story.started().sessionId() + "/messages").text())
        .contains("The sub-agent \\\"helper\\\" failed");
  }

  /** A run that delegates first, and then says that all is done. */
  private Story delegate(String task) {
    String agent =
        agent(Map.of("sub_agents", List.of(Map.of("name", "helper", "agent_id", agent(Map.of())))));
    String cue = URLEncoder.encode(task, StandardCharsets.UTF_8);
    return Story.begin(
        stack,
        agent,
        "[[call delegate_to_helper {\"task\": \"cue:%s\"}]] [[say all done]] %s"
            .formatted(cue, UUID.randomUUID()),
        Seeds.next());
  }

  private String agent(Map<String, Object> config) {
    return client.createAgent(
        new AgentSpec(
                "agent-" + UUID.randomUUID(),
                "You are tested.",
                PerdureStack.SCRIPTED_MODEL,
                List.of("clock"),
                100)
            .with(config));
  }

  private JsonNode child(Story story) {
    JsonNode children =
        client.get("/v1/runs?parent_run_id=" + story.runId()).expect(200).json().path("items");
    assertThat(children).hasSize(1);
    return children.get(0);
  }

  private static boolean speaksBelow(Story story) {
    return story.watcher().recording().named("TEXT_MESSAGE_START").stream()
        .anyMatch(event -> event.data().has("subagentRunId"));
  }
}
