package dev.perdure.store;

import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.secret.MessageEncryption;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.tenant.Caller;
import dev.perdure.testkit.TestCipher;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures, with {@code -Dperdure.measure=true}, what encrypted messages cost a THINK: its claim,
 * its commit with a call, and the claim and commit of that.
 */
@EnabledIfSystemProperty(named = "perdure.measure", matches = "true")
class MessageEncryptionCostTest {

  private static final int WARM_UP = 150;
  private static final int ROUNDS = 600;
  private static final String SAID = "All work and no play makes Jack a dull boy. ".repeat(50);

  @Test
  void aThinkWithItsCallCostsOneMoreRoundTripForEachCommit() {
    TestCipher cipher = new TestCipher();
    try (StoreFixture off =
            new StoreFixture(
                MessageEncryptionCostTest.class, new MessageEncryption(cipher, false));
        StoreFixture on = off.also(new MessageEncryption(cipher, true))) {
      Caller caller = off.caller();
      double[] clear = new double[ROUNDS];
      double[] encrypted = new double[ROUNDS];
      for (int i = -WARM_UP; i < ROUNDS; i++) {
        time(clear, i, off, caller);
        time(encrypted, i, on, caller);
      }
      System.out.printf(
          "THINK and its call, ms (p50/p95): in the clear %s, encrypted %s; ratio of p50 %.2f%n",
          figures(clear), figures(encrypted), encrypted[ROUNDS / 2] / clear[ROUNDS / 2]);
    }
  }

  private static void time(double[] into, int round, StoreFixture fixture, Caller caller) {
    Run run = fixture.running(caller);
    long begun = System.nanoTime();
    Store store = fixture.store();
    store.steps().commitThought(fixture.claim(run, 1), fixture.calls(SAID, 1));
    store.steps().commitToolCall(fixture.claimCall(run, 2, 1), CallOutcome.of(ToolOutput.of(SAID)));
    long took = System.nanoTime() - begun;
    if (round >= 0) {
      into[round] = took / 1_000_000.0;
    }
    store.runs().finish(run.ref(), new Ending.Cancelled());
  }

  private static String figures(double[] times) {
    Arrays.sort(times);
    return "%.2f/%.2f".formatted(times[ROUNDS / 2], times[ROUNDS * 95 / 100]);
  }
}
