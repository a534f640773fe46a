package dev.perdure.skills.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import java.time.Duration;
import java.util.Map;

/**
 * What an attack left.
 *
 * @param files what came out, by path
 */
public record Aftermath(SandboxResult result, Map<String, byte[]> files, Duration took) {

  /** It was ended in one of these ways. */
  void endedBy(Ending... endings) {
    assertThat(result.ending()).as(result.toString()).isIn((Object[]) endings);
  }

  /** The program came to its end and found that it can't. */
  void failedByItself() {
    assertThat(result.ending()).as(result.toString()).isEqualTo(Ending.EXITED);
    assertThat(result.exitCode()).as(result.toString()).isNotZero();
  }

  /** The program came to its end. */
  void exited() {
    assertThat(result.ending()).as(result.toString()).isEqualTo(Ending.EXITED);
  }

  void said(String text) {
    assertThat(result.stdout()).contains(text);
  }

  /** The number the program printed last. */
  long number() {
    String[] lines = result.stdout().strip().split("\n", -1);
    return Long.parseLong(lines[lines.length - 1].strip());
  }
}
