package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.devstack.Part;
import dev.perdure.e2e.harness.Ground;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.e2e.harness.ProductProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Many runs at once, while at random something is killed every few seconds. */
@EnabledIfSystemProperty(named = "perdure.long", matches = "true")
class ChaosTest {

  private static final int RUNS = Integer.getInteger("perdure.chaos.runs", 60);
  private static final Duration QUIET = Duration.ofSeconds(4);

  @Test
  void everyRunIsDoneOnceWhateverIsKilled() {
    long seed = Seeds.next();
    System.out.println("[e2e] chaos by seed " + seed + ", " + RUNS + " runs");
    Random random = new Random(seed);
    try (PerdureStack stack = PerdureStack.start(Ground.fresh(), 1, 2, Map.of())) {
      String agent = Story.newAgent(stack.client());
      List<Story> stories = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        stories.add(Story.ofSeveralSteps(stack, agent, random.nextLong(1_000_000)));
        if (i % 5 == 4) {
          killSomething(stack, random);
        }
      }
      for (Story story : stories) {
        Story.Told told = story.awaitEnd();
        assertThat(told.run().status()).isEqualTo("succeeded");
        RunAudit audit = RunAudit.of(stack, told);
        audit.everythingAgrees();
        audit.effectsWereMadeUnder("/2.1", "/4.1", "/4.2");
      }
    }
  }

  private static void killSomething(PerdureStack stack, Random random) {
    List<Part> parts = stack.ground().servers().parts();
    List<ProductProcess> processes = new ArrayList<>(stack.workers());
    processes.addAll(stack.apis());
    int choice = random.nextInt(parts.size() + processes.size());
    if (choice < parts.size()) {
      System.out.println("[e2e] restarting " + parts.get(choice).name());
      parts.get(choice).restart();
    } else {
      ProductProcess victim = processes.get(choice - parts.size());
      System.out.println("[e2e] killing " + victim.name());
      victim.kill9();
      victim.restart().awaitReady();
    }
    Instant until = Instant.now().plus(QUIET);
    while (Instant.now().isBefore(until)) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
