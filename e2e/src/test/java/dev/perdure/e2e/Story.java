package dev.perdure.e2e;

import dev.perdure.e2e.client.AgentSpec;
import dev.perdure.e2e.client.Cuts;
import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.RunView;
import dev.perdure.e2e.client.Started;
import dev.perdure.e2e.client.StreamRecording;
import dev.perdure.e2e.client.StreamWatcher;
import dev.perdure.e2e.harness.PerdureStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One run from its start to its end, watched all the way over a connection that keeps breaking. */
record Story(PerdureStack stack, Started started, StreamWatcher watcher) {

  static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Thinks, records an effect, thinks, records two at once, thinks, and speaks slowly. */
  static final String SEVERAL_STEPS =
      """
      [[call record_effect {"note": "one"}]]
      [[call record_effect {"note": "two"}]] + [[call record_effect {"note": "three"}]]
      [[words 120 8]] %s\
      """;

  /** Begins a run of several steps in a new session. */
  static Story ofSeveralSteps(PerdureStack stack, String agentId, long seed) {
    return begin(stack, agentId, SEVERAL_STEPS.formatted(UUID.randomUUID()), seed);
  }

  static Story begin(PerdureStack stack, String agentId, String input, long seed) {
    return watch(stack, stack.client().start(agentId, input), seed);
  }

  /** Watches a run that was started already. */
  static Story watch(PerdureStack stack, Started started, long seed) {
    System.out.println("[e2e] run " + started.runId() + ", stream cut by seed " + seed);
    Cuts cuts = Cuts.random(seed, 40, 12);
    return new Story(stack, started, stack.client().watchRun(started.runId(), cuts));
  }

  /** An agent that calls the scripted model and may record effects; when that fails, so it does. */
  static String newAgent(PerdureClient client) {
    String name = "agent-" + UUID.randomUUID();
    return client.createAgent(
        new AgentSpec(
                name,
                "You are tested.",
                PerdureStack.SCRIPTED_MODEL,
                List.of("effect_recorder", "clock", "calculator"),
                400)
            .with(Map.of("on_failure", "fail")));
  }

  String runId() {
    return started.runId();
  }

  /** Waits for the run's end and for the stream's end. */
  Told awaitEnd() {
    RunView run = stack.client().awaitEnd(runId(), PATIENCE);
    return new Told(run, watcher.awaitEnd(PATIENCE));
  }

  /** What a run came to, as polled and as streamed. */
  record Told(RunView run, StreamRecording stream) {}
}
