package dev.perdure.skills.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxFile;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.tenant.OrgId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hundred at once, good and bad ones among each other. */
class ManyExecutionsTest {

  private static final int COUNT = 200;
  private static final int PLACES = 8;

  @Test
  @Timeout(240)
  void holdsTheLimitsOfEachAmongManyOthers() throws InterruptedException {
    SandboxLimits most =
        SandboxLimits.DEFAULT
            .withTimes(Duration.ofSeconds(5), Duration.ofSeconds(200))
            .withMemory(128L << 20);
    try (Sandbox sandbox =
        Sandboxes.open(new SandboxSettings(SandboxSettings.AUTO, most, PLACES), List.of())) {
      assumeTrue(sandbox.languages().contains(Language.PYTHON), "no sandbox works here");
      Map<Integer, String> wrong = new ConcurrentHashMap<>();
      List<Thread> threads =
          IntStream.range(0, COUNT)
              .mapToObj(i ->
                  Thread.ofVirtual()
                      .start(() -> {
                        String problem = play(sandbox, i, most);
                        if (!problem.isEmpty()) {
                          wrong.put(i, problem);
                        }
                      }))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(wrong).isEmpty();
    }
  }

  /** What was wrong; empty when all was as it should be. */
  private static String play(Sandbox sandbox, int i, SandboxLimits most) {
    OrgId org = new OrgId(UUID.randomUUID());
    boolean greedy = i % 20 == 7;
    boolean loud = i % 20 == 13;
    String code =
        greedy
            ? "x = []\nwhile True: x.append(bytearray(8 << 20))"
            : loud
                ? "while True: print('x' * 10000)"
                : "print(open('number').read()); open('out', 'w').write(open('number').read())";
    Backends.Kept kept = new Backends.Kept();
    SandboxResult result =
        sandbox.run(
            SandboxJob.of(org, Language.PYTHON, code, most)
                .with(
                    List.of(
                        SandboxFile.of(
                            "number", Integer.toString(i).getBytes(StandardCharsets.UTF_8)))),
            kept,
            Cancellation.NEVER);
    if (greedy) {
      return result.succeeded() ? "was not stopped: " + result : "";
    }
    if (loud) {
      return result.ending() == Ending.OUTPUT_LIMIT ? "" : "was not stopped: " + result;
    }
    boolean right =
        result.stdout().strip().equals(Integer.toString(i))
            && kept.files().keySet().equals(Set.of("out"))
            && new String(kept.files().get("out"), StandardCharsets.UTF_8)
                .equals(Integer.toString(i));
    return right ? "" : result + " " + kept.files().keySet();
  }
}
