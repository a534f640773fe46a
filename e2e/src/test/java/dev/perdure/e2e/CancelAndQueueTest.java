package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.Reply;
import dev.perdure.e2e.client.RunView;
import dev.perdure.e2e.client.Started;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.RecorderFault;
import dev.perdure.testkit.RecorderFault.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stopping what runs, and what happens to inputs that come meanwhile. */
@ExtendWith(SharedProduct.class)
class CancelAndQueueTest {

  private static final Duration QUICKLY = Duration.ofSeconds(15);

  private final PerdureStack stack;
  private final PerdureClient client;
  private final String agent;

  CancelAndQueueTest(PerdureStack stack) {
    this.stack = stack;
    this.client = stack.client();
    this.agent = Story.newAgent(client);
  }

  @Test
  void aCancelReachesARunningModelCall() {
    String mark = "mark-" + UUID.randomUUID();
    stack.models().script(Behaviour.endless().chunked(9, 20).whenUserSays(mark));
    Story story = Story.begin(stack, agent, mark, Seeds.next());
    Awaitility.await()
        .atMost(Story.PATIENCE)
        .until(() -> story.watcher().recording().names().contains("TEXT_MESSAGE_START"));
    client.cancel(story.runId());
    RunView run = client.awaitEnd(story.runId(), QUICKLY);

    assertThat(run.status()).isEqualTo("cancelled");
    Awaitility.await().atMost(QUICKLY).until(() -> stack.models().count(mark, "aborted") == 1);
    RunAudit.of(stack, story.awaitEnd()).everythingAgrees();
    sessionIsUsable(run.sessionId());
  }

  @Test
  void aCancelReachesARunningTool() {
    String session = client.start(agent, "[[say begin]]").sessionId();
    stack.recorder().inject(RecorderFault.hang(When.AFTER).forKeysWith(session));
    Started started =
        client.startIn(
            session,
            "[[call record_effect {\"note\": \"hang\"}]] [[say no]]",
            Map.of("agent_id", agent));
    Story story = Story.watch(stack, started, Seeds.next());
    Awaitility.await()
        .atMost(Story.PATIENCE)
        .until(() -> !stack.recorder().effectsOf(key(story, "/2.1")).isEmpty());
    client.cancel(story.runId());
    RunView run = client.awaitEnd(story.runId(), QUICKLY);

    assertThat(run.status()).isEqualTo("cancelled");
    RunAudit audit = RunAudit.of(stack, story.awaitEnd());
    audit.everythingAgrees();
    audit.effectsWereMadeOnce();
    sessionIsUsable(run.sessionId());
  }

  @Test
  void queuedRunsStartInOrderAndOneAtATime() {
    Started first = client.start(agent, "[[words 300 10]]");
    List<Started> queued = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      queued.add(
          client.startIn(
              first.sessionId(),
              "[[say answer " + i + "]]",
              Map.of("agent_id", agent, "input_policy", "enqueue")));
    }
    queued.forEach(started ->
        assertThat(client.awaitEnd(started.runId(), Story.PATIENCE).status())
            .isEqualTo("succeeded"));
    List<String> texts =
        client.messages(first.sessionId()).stream().skip(2).map(message -> message.text()).toList();
    assertThat(texts)
        .containsExactly(
            "[[say answer 1]]",
            "answer 1",
            "[[say answer 2]]",
            "answer 2",
            "[[say answer 3]]",
            "answer 3",
            "[[say answer 4]]",
            "answer 4");
  }

  @Test
  void aCancelledQueuedRunNeverStarts() {
    Started first = client.start(agent, "[[words 300 10]]");
    Started queued =
        client.startIn(
            first.sessionId(),
            "[[say never]]",
            Map.of("agent_id", agent, "input_policy", "enqueue"));
    assertThat(client.run(queued.runId()).status()).isEqualTo("queued");
    client.cancel(queued.runId());
    assertThat(client.awaitEnd(queued.runId(), QUICKLY).status()).isEqualTo("cancelled");
    client.awaitEnd(first.runId(), Story.PATIENCE);
    assertThat(client.messages(first.sessionId())).hasSize(2);
  }

  @Test
  void aBusySessionRefusesASecondRunThatDoesNotWantToWait() {
    Started first = client.start(agent, "[[words 300 10]]");
    Reply refused =
        client.post(
            "/v1/sessions/" + first.sessionId() + "/runs",
            Map.of("agent_id", agent, "input", "now", "input_policy", "reject"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("code").asText()).isEqualTo("session_busy");
    client.awaitEnd(first.runId(), Story.PATIENCE);
  }

  private void sessionIsUsable(String sessionId) {
    Started next = client.startIn(sessionId, "[[say still here]]", Map.of("agent_id", agent));
    assertThat(client.awaitEnd(next.runId(), Story.PATIENCE).answer()).isEqualTo("still here");
  }

  private static String key(Story story, String step) {
    return story.started().sessionId() + ":" + story.runId() + step;
  }
}
