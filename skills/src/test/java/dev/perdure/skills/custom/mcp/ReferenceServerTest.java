package dev.perdure.skills.custom.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.skill.LiveOutput;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.skill.custom.StoredSkill;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Skills on the reference server "everything", as npm has it. */
class ReferenceServerTest {

  private static ReferenceServers.Running server;
  private static McpBench bench;

  @BeforeAll
  static void start() throws Exception {
    server = ReferenceServers.everythingOverHttp();
    bench = new McpBench(server.port());
  }

  @AfterAll
  static void stop() {
    bench.close();
    server.close();
  }

  @Test
  void everyToolIsUsableAndStaysWhatItWas() {
    StoredSkill stored = bench.stored(server.url(), Map.of());
    Skill skill = bench.kind.open(stored);

    assertThat(skill.tools())
        .extracting(tool -> tool.descriptor().name())
        .contains("toy__echo", "toy__get-sum", "toy__trigger-long-running-operation");
    assertThat(String.valueOf(stored.definition().definition().get("left_out"))).isEqualTo("[]");
    assertThat(bench.change(stored).changed()).isFalse();
  }

  @Test
  void callsTools() {
    Skill skill = bench.open(server.url(), Map.of());

    assertThat(bench.call(skill, "toy__echo", Map.of("message", "hello")))
        .isEqualTo(ToolOutput.of("Echo: hello"));
    assertThat(bench.call(skill, "toy__get-sum", Map.of("a", 2, "b", 40)).content()).contains("42");
    assertThat(bench.call(skill, "toy__get-tiny-image", Map.of()).content())
        .contains("[image/png,");
    assertThat(bench.call(skill, "toy__get-structured-content", Map.of("location", "Chicago")))
        .matches(output -> output.content().startsWith("{") && !output.error());
  }

  @Test
  void aWrongArgumentIsToldToTheModel() {
    Skill skill = bench.open(server.url(), Map.of());

    assertThat(bench.call(skill, "toy__get-sum", Map.of("a", "two")).error()).isTrue();
  }

  @Test
  void progressIsShownWhileItWorks() {
    List<String> shown = new CopyOnWriteArrayList<>();
    LiveOutput live = (channel, text) -> shown.add(text);
    Tool tool =
        McpBench.tool(bench.open(server.url(), Map.of()), "toy__trigger-long-running-operation");

    ToolOutput output = tool.call(bench.invocation(Map.of("duration", 1, "steps", 4)).with(live));

    assertThat(output.content()).contains("completed");
    assertThat(shown).hasSizeGreaterThanOrEqualTo(3).first().isEqualTo("1/4\n");
  }
}
