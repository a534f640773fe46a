package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.e2e.client.Cuts;
import dev.perdure.e2e.client.MessageView;
import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.RunView;
import dev.perdure.e2e.client.Started;
import dev.perdure.e2e.client.StreamRecording;
import dev.perdure.e2e.client.StreamWatcher;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.ModelServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From an agent to an answer over HTTP; every account of the run tells the same. */
@ExtendWith(SharedProduct.class)
class EndToEndTest {

  private final PerdureStack stack;
  private final PerdureClient client;
  private final String agent;

  EndToEndTest(PerdureStack stack) {
    this.stack = stack;
    this.client = stack.client();
    this.agent = Story.newAgent(client);
  }

  @Test
  void transcriptUsageAndLogsAgreeWithTheEventsAndTheModelsOwnCounts() {
    String mark = "mark-" + UUID.randomUUID();
    Story story = Story.begin(stack, agent, Story.SEVERAL_STEPS.formatted(mark), Seeds.next());
    Story.Told told = story.awaitEnd();

    assertThat(told.run().status()).isEqualTo("succeeded");
    RunAudit audit = RunAudit.of(stack, told);
    audit.everythingAgrees();
    audit.effectsWereMadeUnder("/2.1", "/4.1", "/4.2");
    audit.effectsWereMadeOnce();
    audit.modelCountsAgree(mark);
    List<MessageView> messages = client.messages(told.run().sessionId());
    assertThat(messages.stream().map(MessageView::role))
        .containsExactly("user", "assistant", "tool", "assistant", "tool", "tool", "assistant");
    assertThat(told.run().answer())
        .isEqualTo(messages.getLast().text())
        .startsWith("word0001 word0002")
        .contains("word0120");
  }

  @Test
  void theSecondRunOfASessionSeesTheFirst() {
    Started first = client.start(agent, "[[say I am the first answer]]");
    client.awaitEnd(first.runId(), Story.PATIENCE);
    String mark = "mark-" + UUID.randomUUID();
    Started second =
        client.startIn(first.sessionId(), "[[say two]] " + mark, Map.of("agent_id", agent));
    RunView run = client.awaitEnd(second.runId(), Story.PATIENCE);

    assertThat(run.answer()).isEqualTo("two");
    ModelServer.Request request = stack.models().reportOf(mark).requests().getLast();
    assertThat(request.body().path("messages").toString())
        .contains("You are tested.", "I am the first answer", mark);
    assertThat(client.messages(first.sessionId())).hasSize(4);
  }

  @Test
  void tokensAreThoseTheModelCounted() {
    String mark = "mark-" + UUID.randomUUID();
    var usage = new Behaviour.Usage(1234, 234, 56, 7);
    stack
        .models()
        .script(
            Behaviour.natural()
                .replying(new Behaviour.Reply("counted", null, null, null, usage))
                .whenUserSays(mark));
    Story.Told told = Story.begin(stack, agent, mark, Seeds.next()).awaitEnd();

    assertThat(told.run().usage()).isEqualTo(new RunView.Tokens(1234, 234, 56, 7));
    RunAudit.of(stack, told).everythingAgrees();
  }

  @Test
  void textIsWhatItIsWhateverCharactersAModelSays() {
    String mark = "mark-" + UUID.randomUUID();
    String odd = "a\u0000b \ud83d\ude80\ud83d\ude80 c\r\nd\u2028e \"\\\" \ud83d\ude80";
    stack.models().script(Behaviour.answer(odd.repeat(20)).chunked(3, 5).whenUserSays(mark));
    Story.Told told = Story.begin(stack, agent, mark, Seeds.next()).awaitEnd();

    assertThat(told.run().status()).isEqualTo("succeeded");
    RunAudit.of(stack, told).everythingAgrees();
    assertThat(told.run().answer()).contains("\ud83d\ude80\ud83d\ude80").contains("c\r\nd");
  }

  @Test
  void aLateJoinerIsToldEverythingOnce() {
    Started started = client.start(agent, "[[call clock {}]] [[say late]]");
    client.awaitEnd(started.runId(), Story.PATIENCE);
    StreamRecording first = client.watchRun(started.runId(), Cuts.none()).awaitEnd(Story.PATIENCE);
    StreamRecording again =
        client.watchRun(started.runId(), Cuts.random(Seeds.next(), 5, 20)).awaitEnd(Story.PATIENCE);

    assertThat(first.faults()).isEmpty();
    assertThat(again.faults()).isEmpty();
    assertThat(again.durable()).isEqualTo(first.durable());
    assertThat(again.connections()).isGreaterThan(1);
    assertThat(first.connections()).as("the stream of an ended run ends").isEqualTo(1);
  }

  @Test
  void aSessionStreamTellsOfAllItsRunsAndStaysOpen() {
    Started first = client.start(agent, "[[say one]]");
    StreamWatcher watcher = client.watchSession(first.sessionId(), 0, Cuts.none());
    client.awaitEnd(first.runId(), Story.PATIENCE);
    Started second = client.startIn(first.sessionId(), "[[say two]]", Map.of("agent_id", agent));
    client.awaitEnd(second.runId(), Story.PATIENCE);
    Awaitility.await()
        .atMost(Story.PATIENCE)
        .until(() -> watcher.recording().named("RUN_FINISHED").size() == 2);
    watcher.close();

    StreamRecording told = watcher.recording();
    assertThat(told.faults()).isEmpty();
    assertThat(told.connections()).isEqualTo(1);
    assertThat(told.durable().stream().map(event -> event.pos()))
        .as("positions of a session have no gaps")
        .containsExactlyElementsOf(
            java.util.stream.LongStream.rangeClosed(1, told.lastId()).boxed().toList());
  }

  @Test
  void anIdleStreamIsKeptAliveByHeartbeats() {
    Started started = client.start(agent, "[[say quiet now]]");
    client.awaitEnd(started.runId(), Story.PATIENCE);
    try (StreamWatcher watcher = client.watchSession(started.sessionId(), 0, Cuts.none())) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> watcher.recording().comments() >= 2);
      assertThat(watcher.recording().connections()).isEqualTo(1);
    }
  }
}
