package dev.perdure.core.skill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToolNamesTest {

  @Test
  void beginWithTheSkill() {
    assertThat(ToolNames.qualified("crm", "find")).isEqualTo("crm__find");
    assertThat(ToolNames.qualified("a".repeat(58), "find")).hasSize(64).endsWith("__find");
  }

  @Test
  void longOnesAreCutAndStillDiffer() {
    String one = ToolNames.qualified("a".repeat(64), "read_file");
    String other = ToolNames.qualified("a".repeat(63) + "b", "read_file");
    assertThat(one).hasSize(64).contains("__read_file_").isNotEqualTo(other);
    assertThat(ToolNames.qualified("a".repeat(64), "t".repeat(64)))
        .hasSize(64)
        .isNotEqualTo(ToolNames.qualified("a".repeat(64), "t".repeat(63) + "u"));
  }
}
