package dev.perdure.skills.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perdure.core.sandbox.Isolation;
import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxFile;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxProbe;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two hundred are asked for at once, good and bad ones among each other; as many run at a time as
 * there are places: 8, and 64 in the long run.
 */
class ManyExecutionsTest {

  private static final int COUNT = 200;
  private static final int PLACES = Boolean.getBoolean("perdure.long") ? 64 : 8;

  @Test
  @Timeout(240)
  void twoHundredAskedForAtOnceTakeTurnsAndLeaveNothing() throws InterruptedException {
    Set<ProcessHandle> before = processes();
    try (Backends backends = new Backends()) {
      AtomicInteger most = new AtomicInteger();
      Map<Integer, String> wrong = askForAll(backends, most);
      assertThat(wrong).isEmpty();
      assertThat(most.get()).isBetween(2, PLACES);
      assertThat(backends.folders().jobs()).isEmpty();
    }
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(before).containsAll(processes()));
  }

  private static Set<ProcessHandle> processes() {
    return ProcessHandle.current().descendants().collect(Collectors.toSet());
  }

  /**
   * What was wrong, by the number of the job.
   *
   * @param atOnce becomes how many ran at a time at most
   */
  private static Map<Integer, String> askForAll(Backends backends, AtomicInteger atOnce)
      throws InterruptedException {
    SandboxLimits most =
        SandboxLimits.DEFAULT
            .withTimes(Duration.ofSeconds(5), Duration.ofSeconds(200))
            .withMemory(128L << 20);
    try (Sandbox sandbox =
        new Sandbox(
            new SandboxSettings(SandboxSettings.AUTO, most, PLACES),
            counted(backends.all(), atOnce),
            () -> {})) {
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
      return wrong;
    }
  }

  private static List<SandboxBackend> counted(List<SandboxBackend> backends, AtomicInteger most) {
    AtomicInteger running = new AtomicInteger();
    return backends.stream().<SandboxBackend>map(one -> new Counted(one, running, most)).toList();
  }

  /** Notes how many jobs run at a time. */
  private record Counted(SandboxBackend backend, AtomicInteger running, AtomicInteger most)
      implements SandboxBackend {

    @Override
    public String name() {
      return backend.name();
    }

    @Override
    public Isolation isolation() {
      return backend.isolation();
    }

    @Override
    public SandboxProbe probe() {
      return backend.probe();
    }

    @Override
    public SandboxResult run(SandboxJob job, SandboxListener listener, Cancellation cancellation) {
      int now = running.incrementAndGet();
      most.accumulateAndGet(now, Math::max);
      try {
        return backend.run(job, listener, cancellation);
      } finally {
        running.decrementAndGet();
      }
    }

    @Override
    public void close() {
      backend.close();
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
        result.succeeded()
            && result.stdout().strip().equals(Integer.toString(i))
            && kept.files().keySet().equals(Set.of("out"))
            && new String(kept.files().get("out"), StandardCharsets.UTF_8)
                .equals(Integer.toString(i));
    return right ? "" : result + " " + kept.files().keySet();
  }
}
