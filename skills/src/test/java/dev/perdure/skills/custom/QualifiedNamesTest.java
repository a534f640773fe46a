package dev.perdure.skills.custom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QualifiedNamesTest {

  @Test
  void beginWithTheSkill() {
    assertThat(QualifiedNames.of("crm", "find")).isEqualTo("crm__find");
    assertThat(QualifiedNames.of("a".repeat(58), "find")).hasSize(64).endsWith("__find");
  }

  @Test
  void longOnesAreCutAndStillDiffer() {
    String one = QualifiedNames.of("a".repeat(64), "read_file");
    String other = QualifiedNames.of("a".repeat(63) + "b", "read_file");
    assertThat(one).hasSize(64).contains("__read_file_").isNotEqualTo(other);
    assertThat(QualifiedNames.of("a".repeat(64), "t".repeat(64)))
        .hasSize(64)
        .isNotEqualTo(QualifiedNames.of("a".repeat(64), "t".repeat(63) + "u"));
  }
}
