package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.e2e.client.AgentSpec;
import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.RunView;
import dev.perdure.e2e.client.Steering;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.testkit.Behaviour;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** People, sub-agents, budgets and failures, over the real service, worker and model provider. */
@ExtendWith(SharedProduct.class)
@Execution(ExecutionMode.CONCURRENT)
class OrchestratorTest {

  private final PerdureStack stack;
  private final PerdureClient client;
  private final String mark = "mark-" + UUID.randomUUID();

  OrchestratorTest(PerdureStack stack) {
    this.stack = stack;
    this.client = stack.client();
  }

  @Test
  void aCallIsMadeWhenItIsApproved() {
    Story story =
        begin(
            Map.of(
                "approvals",
                Map.of("rules", List.of(Map.of("tool", "record_*", "mode", "always")))),
            "[[call record_effect {\"note\": \"approved\"}]] [[say recorded]]");
    Steering run = client.steer(story.runId());
    JsonNode interrupt = run.awaitInterrupt("approval", Story.PATIENCE);
    assertThat(interrupt.path("tool").asText()).isEqualTo("record_effect");
    assertThat(stack.recorder().effectsOf(key(story, "/2.1"))).isEmpty();
    run.approve(Map.of("interrupt_id", interrupt.path("id").asText())).expect(200);

    Story.Told told = story.awaitEnd();
    assertThat(told.run().answer()).isEqualTo("recorded");
    assertThat(told.stream().names()).contains("perdure.waiting", "perdure.resumed");
    assertThat(stack.recorder().effectsOf(key(story, "/2.1"))).hasSize(1);
  }

  @Test
  void aSubAgentsWorkIsSeenInItsParentsStream() {
    String helper = agent("helper", Map.of());
    Story story =
        begin(
            Map.of("sub_agents", List.of(Map.of("name", "helper", "agent_id", helper))),
            "[[call delegate_to_helper {\"task\": \"cue:"
                + URLEncoder.encode("[[say hello from below]]", StandardCharsets.UTF_8)
                + "\"}]] [[say all done]]");
    Story.Told told = story.awaitEnd();
    assertThat(told.run().answer()).isEqualTo("all done");
    assertThat(told.stream().names()).contains("SUBAGENT_STARTED", "SUBAGENT_FINISHED");
    JsonNode children =
        client.get("/v1/runs?parent_run_id=" + story.runId()).expect(200).json().path("items");
    assertThat(children).hasSize(1);
    assertThat(children.get(0).path("output").asText()).isEqualTo("hello from below");
    JsonNode started = told.stream().named("SUBAGENT_STARTED").getFirst().data();
    assertThat(started.path("subagentRunId").asText())
        .isEqualTo(children.get(0).path("id").asText());
  }

  @Test
  void aSpentBudgetIsToppedUp() {
    Story story = begin(Map.of("budget", Map.of("tokens", 1)), "[[say enough]]");
    Steering run = client.steer(story.runId());
    JsonNode interrupt = run.awaitInterrupt("budget", Story.PATIENCE);
    assertThat(interrupt.path("code").asText()).isEqualTo("budget_tokens");
    run.topUp(Map.of("tokens", 1_000_000)).expect(200);
    assertThat(story.awaitEnd().run().answer()).isEqualTo("enough");
  }

  @Test
  void aRunWhoseModelIsGoneGoesOnWithAnother() {
    stack.models().script(Behaviour.status(401).always().whenUserSays(mark));
    Story story = begin(Map.of(), "[[say unheard]]");
    Steering run = client.steer(story.runId());
    JsonNode interrupt = run.awaitInterrupt("recovery", Story.PATIENCE);
    assertThat(interrupt.path("code").asText()).isEqualTo("model_key_invalid");
    assertThat(interrupt.path("operations").toString()).contains("switch_model");
    run.recover("switch_model", Map.of("model", "rehearsal/instant")).expect(200);
    RunView ended = story.awaitEnd().run();
    assertThat(ended.status()).isEqualTo("succeeded");
    assertThat(ended.answer()).isNotEmpty();
  }

  @Test
  void aCancelThatRollsBackUndoesWhatCanBeUndone() {
    Story story = begin(Map.of(), "[[call record_undoable {\"note\": \"once\"}]] [[words 300 20]]");
    Steering run = client.steer(story.runId());
    client.await(story.runId(), Story.PATIENCE, view -> view.ended() || view.steps() >= 3);
    run.cancel("rollback").expect(200);
    assertThat(story.awaitEnd().run().status()).isEqualTo("cancelled");
    assertThat(run.effects()).hasSize(1);
    assertThat(run.effects().get(0).path("undo").asText()).isEqualTo("undone");
  }

  private Story begin(Map<String, Object> config, String cues) {
    String agent = agent("agent", config);
    return Story.begin(stack, agent, cues + " " + mark, Seeds.next());
  }

  private String agent(String name, Map<String, Object> config) {
    AgentSpec spec =
        new AgentSpec(
            name + "-" + UUID.randomUUID(),
            "You are tested.",
            PerdureStack.SCRIPTED_MODEL,
            List.of("effect_recorder"),
            100);
    return client.createAgent(spec.with(config));
  }

  private static String key(Story story, String step) {
    return story.started().sessionId() + ":" + story.runId() + step;
  }
}
