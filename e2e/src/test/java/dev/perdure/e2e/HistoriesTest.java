package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.Started;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.RecorderFault;
import dev.perdure.testkit.RecorderFault.When;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the real server recorded of runs replays against today's code. With {@code
 * -Dperdure.record=<folder>} the histories are kept, to be replayed against tomorrow's.
 */
@ExtendWith(SharedProduct.class)
class HistoriesTest {

  private final PerdureStack stack;
  private final PerdureClient client;
  private final String agent;
  private final Map<String, String> runs = new LinkedHashMap<>();

  HistoriesTest(PerdureStack stack) {
    this.stack = stack;
    this.client = stack.client();
    this.agent = Story.newAgent(client);
  }

  @Test
  void replayAgainstTodaysCode() throws Exception {
    String mark = "mark-" + UUID.randomUUID();
    stack.models().script(Behaviour.status(401).whenUserSays("refused-" + mark));
    stack.models().script(Behaviour.status(500).times(2).whenUserSays("retried-" + mark));
    ended("answered", "[[say hello]]");
    ended("several-steps", Story.SEVERAL_STEPS.formatted(mark));
    ended("failed", "refused-" + mark);
    ended("retried", "[[say after all]] retried-" + mark);
    cancelled();

    try (Operator operator = new Operator(stack.ground().temporalAddress())) {
      for (var run : runs.entrySet()) {
        WorkflowExecutionHistory history = operator.history(run.getValue());
        assertThat(history.getEvents()).isNotEmpty();
        WorkflowReplayer.replayWorkflowExecution(
            history, dev.perdure.workflows.AgentRunWorkflowImpl.class);
        keep(run.getKey(), history);
      }
    }
  }

  private void ended(String name, String input) {
    Started started = client.start(agent, input);
    client.awaitEnd(started.runId(), Story.PATIENCE);
    runs.put(name, started.runId());
  }

  private void cancelled() {
    String session = client.start(agent, "[[say begin]]").sessionId();
    stack.recorder().inject(RecorderFault.hang(When.AFTER).forKeysWith(session));
    Started started =
        client.startIn(
            session, "[[call record_effect {\"note\": \"hang\"}]]", Map.of("agent_id", agent));
    String key = started.sessionId() + ":" + started.runId() + "/2.1";
    Awaitility.await()
        .atMost(Story.PATIENCE)
        .until(() -> !stack.recorder().effectsOf(key).isEmpty());
    client.cancel(started.runId());
    client.awaitEnd(started.runId(), Story.PATIENCE);
    runs.put("cancelled", started.runId());
  }

  /** Keeps a history when it was asked for. */
  static void keep(String name, WorkflowExecutionHistory history) throws IOException {
    String folder = System.getProperty("perdure.record");
    if (folder != null) {
      Path file = Files.createDirectories(Path.of(folder)).resolve(name + ".json");
      Files.writeString(file, history.toJson(true));
    }
  }
}
