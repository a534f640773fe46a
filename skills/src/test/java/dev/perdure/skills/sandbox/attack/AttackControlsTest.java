package dev.perdure.skills.sandbox.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks that do no harm are made without a sandbox: there they must get through. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackControlsTest {

  private static final Set<String> HARMLESS = Set.of("IPv4", "IPv6", "UDP", "a socket by its path");

  private final Traps traps = new Traps();

  AttackControlsTest() throws IOException {}

  @AfterAll
  void close() throws IOException {
    traps.close();
  }

  Stream<Attack> harmless() {
    return NetworkAttacks.all(traps).stream().filter(attack -> HARMLESS.contains(attack.name()));
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void getThroughWithoutASandbox(Attack attack) throws Exception {
    assertThat(bare(attack)).contains(Attack.ATTEMPTED, Attack.ESCAPED);
    assertThat(traps.sprung()).isTrue();
    while (traps.sprung()) {
      // each call hears one
    }
  }

  @Test
  void allOfThemAreKnown() {
    assertThat(harmless()).hasSize(HARMLESS.size());
  }

  @Test
  void aCallThatIsAllowedIsSeenToBe() throws Exception {
    // getpid
    assertThat(bare(Attack.python("control", "must_fail(39)"))).contains(Attack.ESCAPED);
    assertThat(bare(Attack.python("control", "must_fail(9999)"))).doesNotContain(Attack.ESCAPED);
  }

  private static String bare(Attack attack) throws Exception {
    Process process =
        new ProcessBuilder(List.of("python3", "-c", attack.code()))
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }
}
