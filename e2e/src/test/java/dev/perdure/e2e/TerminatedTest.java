package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.RunView;
import dev.perdure.e2e.client.Started;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.testkit.Behaviour;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator terminates the workflow of a run. */
@ExtendWith(SharedProduct.class)
class TerminatedTest {

  @Test
  void theRunWaitsForRecoveryAndACancelFreesTheSession(PerdureStack stack) {
    PerdureClient client = stack.client();
    String agent = Story.newAgent(client);
    String mark = "mark-" + UUID.randomUUID();
    stack.models().script(Behaviour.answer("slow ".repeat(400)).chunked(5, 50).whenUserSays(mark));
    Story story = Story.begin(stack, agent, mark, Seeds.next());
    Awaitility.await()
        .atMost(Story.PATIENCE)
        .until(() -> story.watcher().recording().names().contains("TEXT_MESSAGE_START"));
    try (Operator operator = new Operator(stack.ground().temporalAddress())) {
      operator.terminate(story.runId());
    }

    RunView waiting =
        client.await(story.runId(), Duration.ofSeconds(60), run -> run.status().equals("waiting"));
    assertThat(waiting.waitingFor()).isEqualTo("recovery");
    assertThat(waiting.errorCode()).isNotEmpty();
    Awaitility.await()
        .atMost(Story.PATIENCE)
        .until(() -> !story.watcher().recording().named("perdure.waiting").isEmpty());
    assertThat(client.cancel(story.runId()).status()).isEqualTo("cancelled");
    Story.Told told = story.awaitEnd();
    RunAudit.of(stack, told).everythingAgrees();
    Started next =
        client.startIn(waiting.sessionId(), "[[say free again]]", Map.of("agent_id", agent));
    assertThat(client.awaitEnd(next.runId(), Story.PATIENCE).answer()).isEqualTo("free again");
  }
}
