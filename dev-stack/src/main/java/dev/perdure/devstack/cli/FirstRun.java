package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The run that shows a newcomer the product at work. It never keeps {@code up} from ending. */
final class FirstRun {

  private static final String INPUT = "What is 12*(3+4)? Use the calculator.";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final ApiClient client;
  private final Terminal terminal;

  FirstRun(ApiClient client, Terminal terminal) {
    this.client = client;
    this.terminal = terminal;
  }

  void play(ModelChoice model) throws InterruptedException {
    terminal.line("");
    terminal.line("A first run of the agent \"demo\" (model: %s)".formatted(model.model()));
    terminal.line("> " + INPUT);
    RunView view = new HumanView(terminal);
    ApiClient.Started started = start();
    view.started(started);
    // On a thread of its own: a stream that only has heartbeats would never let go.
    AtomicReference<RunOutcome> outcome = new AtomicReference<>(RunOutcome.LOST);
    Thread follower = Thread.ofVirtual().start(() -> follow(view, started.runId(), outcome));
    if (!follower.join(LIMIT)) {
      follower.interrupt();
    }
    if (outcome.get() != RunOutcome.SUCCEEDED) {
      terminal.note(
          "The first run %s. See ./perdure logs worker"
              .formatted(
                  outcome.get() == RunOutcome.LOST
                      ? "has not ended after %d s; it goes on".formatted(LIMIT.toSeconds())
                      : "did not succeed"));
    }
  }

  private ApiClient.Started start() throws InterruptedException {
    try {
      return client.start(Optional.empty(), Map.of("agent", "demo", "input", INPUT));
    } catch (IOException e) {
      throw new DevStackException("The API does not answer: " + e.getMessage(), e);
    }
  }

  private void follow(RunView view, String runId, AtomicReference<RunOutcome> outcome) {
    try {
      outcome.set(new RunFollower(client, view, LIMIT).follow(runId));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
