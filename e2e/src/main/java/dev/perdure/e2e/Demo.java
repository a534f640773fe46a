package dev.perdure.e2e;

import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.e2e.client.AgentSpec;
import dev.perdure.e2e.client.Cuts;
import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.RunView;
import dev.perdure.e2e.client.Started;
import dev.perdure.e2e.client.StreamRecording;
import dev.perdure.e2e.client.StreamWatcher;
import dev.perdure.e2e.harness.Ground;
import dev.perdure.e2e.harness.Halts.Halt;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.e2e.harness.ProductProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code ./perdure demo}: a worker is killed in the middle of a step, another one carries on. Ends
 * with 0 when everything was as promised.
 */
public final class Demo {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String TASK =
      """
      Record three notes, then speak slowly.
      [[call record_effect {"note": "first"}]]
      [[call record_effect {"note": "second"}]] + [[call record_effect {"note": "third"}]]
      [[words 60 40]]\
      """;

  private final DemoVoice voice = new DemoVoice();

  private Demo() {}

  public static void main(String[] args) {
    boolean success = new Demo().play();
    System.exit(success ? 0 : 1);
  }

  private boolean play() {
    voice.say("A run of several steps. Its worker is killed in the middle of one.");
    voice.say("");
    voice.say("Starting PostgreSQL, Redis, Temporal, an API process and two workers …");
    Instant begin = Instant.now();
    try (PerdureStack stack = PerdureStack.start(Ground.fresh(), 1, 2, Map.of())) {
      voice.say("Ready after " + Duration.between(begin, Instant.now()).toSeconds() + " s.");
      introduce(stack);
      return run(stack);
    } catch (RuntimeException e) {
      voice.say("The demo could not go on: " + e.getMessage());
      return false;
    }
  }

  private void introduce(PerdureStack stack) {
    stack.apis().forEach(api -> voice.say("  %-16s process %d".formatted("API", api.pid())));
    stack
        .workers()
        .forEach(worker -> voice.say("  %-16s process %d".formatted(worker.name(), worker.pid())));
    voice.say("  %-16s process %d, plays a script".formatted("model", stack.models().pid()));
    voice.say(
        "  %-16s process %d, counts each call it gets and knows nothing of Perdure"
            .formatted("effect recorder", stack.recorder().pid()));
    voice.say("");
  }

  private boolean run(PerdureStack stack) {
    PerdureClient client = stack.client();
    String agent =
        client.createAgent(
            new AgentSpec(
                "demo",
                "Do as you are told.",
                PerdureStack.SCRIPTED_MODEL,
                List.of("effect_recorder"),
                50));
    Halt middle = stack.halts().noteAt(Point.DURING_MODEL_STREAM, "/5");
    Started started = client.start(agent, TASK);
    voice.say(
        "Run %s has started. Its stream, with the position of each event:"
            .formatted(started.runId()));
    try (StreamWatcher watcher = client.watchRun(started.runId(), Cuts.none());
        DemoVoice.Telling telling = voice.tell(watcher.recording())) {
      ProductProcess victim = stack.byPid(middle.awaitReached(PATIENCE).pid());
      telling.awaitText(PATIENCE);
      victim.kill9();
      voice.say("");
      voice.say(
          "      *** kill -9 of %s (process %d), in the middle of step 5 ***"
              .formatted(victim.name(), victim.pid()));
      voice.say(
          "      %s takes over when the heartbeats stay away, in about 5 s."
              .formatted(survivors(stack)));
      RunView run = client.awaitEnd(started.runId(), PATIENCE);
      StreamRecording stream = watcher.awaitEnd(PATIENCE);
      telling.finish();
      return new DemoVerdict(stack, run, stream, victim).tell(voice);
    }
  }

  private static String survivors(PerdureStack stack) {
    return stack.workers().stream()
        .filter(ProductProcess::isAlive)
        .map(worker -> worker.name() + " (process " + worker.pid() + ")")
        .collect(Collectors.joining(", "));
  }
}
