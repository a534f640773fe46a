package dev.perdure.core.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxLimitsTest {

  @Test
  void staysWithinTheMost() {
    SandboxLimits most = SandboxLimits.DEFAULT;
    SandboxLimits wanted =
        most.withTimes(Duration.ofSeconds(5), Duration.ofHours(1)).withMemory(Long.MAX_VALUE);
    assertThat(wanted.within(most))
        .isEqualTo(most.withTimes(Duration.ofSeconds(5), most.wallTime()));
  }

  @Test
  void refusesALimitNothingCouldRunIn() {
    assertThatThrownBy(() -> SandboxLimits.DEFAULT.withMemory(1))
        .hasMessageContaining("memoryBytes")
        .hasMessageContaining("33554432");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/etc/passwd", "..", "a/../b", "a//b", "a/", "./a", "a\0b"})
  void refusesPathsThatLeadElsewhere(String path) {
    assertThatThrownBy(() -> SandboxFile.of(path, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesTwoFilesAtOnePlace() {
    SandboxFile file = SandboxFile.of("a/b.txt", new byte[1]);
    SandboxJob job =
        SandboxJob.of(new OrgId(UUID.randomUUID()), Language.PYTHON, "", SandboxLimits.DEFAULT);
    assertThatThrownBy(() -> job.with(List.of(file, file))).hasMessageContaining("a/b.txt");
  }
}
