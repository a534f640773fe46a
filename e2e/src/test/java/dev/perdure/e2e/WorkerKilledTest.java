package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.e2e.harness.Ground;
import dev.perdure.e2e.harness.Halts.Halt;
import dev.perdure.e2e.harness.Halts.Reached;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.e2e.harness.ProductProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A worker is killed with -9 at each named point; another one carries on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerKilledTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private PerdureStack stack;
  private String agent;

  @BeforeAll
  void start() {
    stack = PerdureStack.start(Ground.fresh(), 1, 2, Map.of());
    agent = Story.newAgent(stack.client());
  }

  @AfterAll
  void end() {
    stack.close();
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_CLAIM, /1",
    "BEFORE_CLAIM, /2.1",
    "DURING_MODEL_STREAM, /5",
    "BEFORE_TOOL_CALL, /2.1",
    "AFTER_TOOL_CALL, /4.2",
    "BEFORE_COMMIT, /1",
    "BEFORE_COMMIT, /4.1",
    "AFTER_COMMIT, /3",
    "AFTER_COMMIT, /2.1",
    "BEFORE_PUBLISH, /5"
  })
  void anotherWorkerCarriesOnWhenOneIsKilledAt(Point point, String step) {
    Halt halt = stack.halts().at(point, step);
    Story story = Story.ofSeveralSteps(stack, agent, Seeds.next());
    Reached reached = halt.awaitReached(SOON);
    ProductProcess victim = stack.byPid(reached.pid());
    victim.kill9();
    Story.Told told = story.awaitEnd();

    assertThat(told.run().status()).isEqualTo("succeeded");
    RunAudit audit = RunAudit.of(stack, told);
    audit.everythingAgrees();
    audit.effectsWereMadeUnder("/2.1", "/4.1", "/4.2");
    victim.restart();
    stack.reviveWorkers();
  }

  @Test
  void aWorkerThatSleptPastItsHeartbeatCanChangeNothingWhenItWakes() {
    Halt note = stack.halts().noteAt(Point.DURING_MODEL_STREAM, "/5");
    Story story = Story.ofSeveralSteps(stack, agent, Seeds.next());
    ProductProcess sleeper = stack.byPid(note.awaitReached(SOON).pid());
    sleeper.stop();
    Story.Told told = story.awaitEnd();
    sleeper.cont();

    assertThat(told.run().status()).isEqualTo("succeeded");
    RunAudit audit = RunAudit.of(stack, told);
    audit.everythingAgrees();
    sleeper.awaitReady();
    Story afterwards = Story.ofSeveralSteps(stack, agent, Seeds.next());
    assertThat(afterwards.awaitEnd().run().status()).isEqualTo("succeeded");
    RunAudit.of(stack, told).everythingAgrees();
  }
}
