package dev.perdure.skills.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perdure.core.sandbox.Isolation;
import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxProbe;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.sandbox.Backends;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each attack, in each sandbox that works on this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SandboxAttackTest {

  private static final OrgId ORG = new OrgId(UUID.randomUUID());

  /** What a kernel of one's own answers by itself: its own devices, processes and signals. */
  private static final Set<String> HARMLESS_ON_ANOTHER_KERNEL =
      Set.of(
          "disk bomb wherever one can write",
          "memory in the buffers of pipes",
          "homes and folders of the host",
          "memory and devices of the host",
          "signals by way of a file",
          "limits and priorities of others",
          "killing whatever has a number");

  private final Backends backends = new Backends();
  private final Map<SandboxBackend, SandboxProbe> working = new LinkedHashMap<>();
  private final Traps traps = new Traps();

  SandboxAttackTest() throws IOException {}

  @BeforeAll
  void probe() {
    String only = System.getProperty("perdure.sandbox", "");
    for (SandboxBackend backend : backends.all()) {
      if (!only.isEmpty() && !only.equals(backend.name())) {
        continue;
      }
      SandboxProbe probe = backend.probe();
      if (probe.works()) {
        working.put(backend, probe);
      }
    }
    assumeTrue(!working.isEmpty(), "no sandbox works on this machine");
  }

  @AfterAll
  void close() throws IOException {
    backends.close();
    traps.close();
  }

  Stream<Arguments> attacks() {
    List<Attack> attacks = new ArrayList<>();
    attacks.addAll(Bombs.all());
    attacks.addAll(HostReads.all());
    attacks.addAll(NetworkAttacks.all(traps));
    attacks.addAll(FileAttacks.all(traps));
    if (System.getProperty("os.arch").equals("amd64")) {
      // the numbers of calls are of that machine
      attacks.addAll(KernelAttacks.all());
    }
    attacks.addAll(LifeAttacks.all());
    attacks.addAll(JavaScriptAttacks.all(traps));
    return working.entrySet().stream()
        .flatMap(backend ->
            attacks.stream()
                .filter(attack -> backend.getValue().languages().contains(attack.language()))
                .filter(attack -> !isHarmless(attack, backend.getKey()))
                .map(attack -> Arguments.of(backend.getKey().name(), attack, backend.getKey())));
  }

  private static boolean isHarmless(Attack attack, SandboxBackend backend) {
    return backend.isolation() == Isolation.KERNEL
        && HARMLESS_ON_ANOTHER_KERNEL.contains(attack.name());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("attacks")
  void isContained(String name, Attack attack, SandboxBackend backend) throws IOException {
    Set<Long> before = descendants();
    Backends.Kept kept = new Backends.Kept();
    long start = System.nanoTime();
    SandboxResult result =
        backend.run(
            SandboxJob.of(ORG, attack.language(), attack.code(), attack.limits()),
            kept,
            Cancellation.NEVER);
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(result.stdout() + result.stderr())
        .doesNotContain(Attack.ESCAPED)
        .doesNotContain(Attack.PLANTED)
        .doesNotContain(Traps.SECRET);
    // output beyond the limit is cut where it may
    if (attack.language() != Language.JAVASCRIPT && result.ending() != Ending.OUTPUT_LIMIT) {
      assertThat(result.stderr()).as(result.toString()).contains(Attack.ATTEMPTED);
    }
    assertThat(took).isLessThan(attack.limits().wallTime().plus(Duration.ofSeconds(8)));
    attack.contained().accept(new Aftermath(result, kept.files(), took));
    assertThat(traps.sprung()).isFalse();
    await("no process is left")
        .atMost(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(descendants()).isSubsetOf(before));
    assertThat(backends.folders().jobs()).isEmpty();
    assertThat(healthy(backend, attack.language())).isEqualTo("42");
  }

  private static Set<Long> descendants() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /** The next job works as if nothing had been. */
  private static String healthy(SandboxBackend backend, Language language) {
    String code =
        switch (language) {
          case PYTHON -> "print(6 * 7)";
          case SHELL -> "echo $((6 * 7)); ls -A .; ls -A $TMPDIR";
          case JAVASCRIPT -> "console.log(6 * 7)";
        };
    SandboxResult result =
        backend.run(
            SandboxJob.of(ORG, language, code, SandboxLimits.DEFAULT),
            SandboxListener.NONE,
            Cancellation.NEVER);
    assertThat(result.succeeded()).as(result.toString()).isTrue();
    return result.stdout().strip();
  }
}
