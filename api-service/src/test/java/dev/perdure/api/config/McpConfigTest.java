package dev.perdure.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.skills.custom.mcp.StdioServer;
import io.dropwizard.jackson.Jackson;
import org.junit.jupiter.api.Test;

class McpConfigTest {

  @Test
  void runsNothingUnlessTold() throws Exception {
    assertThat(read("{}").servers()).isEmpty();
  }

  @Test
  void readsAServer() throws Exception {
    StdioServer server =
        read("""
        {"servers": [{"name": "clock", "command": ["time", "-x"],
          "environment": {"TZ": "UTC"}, "deny": ["set_*"],
          "overrides": {"get": {"effect": "none", "risk": "low", "timeoutSeconds": 3}}}]}
        """)
            .servers()
            .getFirst();

    assertThat(server.command()).containsExactly("time", "-x");
    assertThat(server.environment()).containsEntry("TZ", "UTC");
    assertThat(server.processes()).isEqualTo(4);
    assertThat(server.processesEach()).isEqualTo(2);
    assertThat(server.timeoutSeconds()).isEqualTo(60);
    assertThat(server.tools().wants("set_time")).isFalse();
    assertThat(server.overrides().get("get"))
        .matches(override -> override.effect() == Effect.NONE && override.risk() == Risk.LOW);
  }

  @Test
  void refusesWhatCantBe() {
    for (String server :
        new String[] {
          "{\"command\": [\"x\"]}",
          "{\"name\": \"A b\", \"command\": [\"x\"]}",
          "{\"name\": \"a\"}",
          "{\"name\": \"a\", \"command\": [\"x\"], \"processes\": 0}",
          "{\"name\": \"a\", \"command\": [\"x\"], \"processesPerOrganization\": 0}",
          "{\"name\": \"a\", \"command\": [\"x\"]}, {\"name\": \"a\", \"command\": [\"x\"]}"
        }) {
      assertThatThrownBy(() -> read("{\"servers\": [" + server + "]}"))
          .hasMessageContaining("mcp.servers");
    }
  }

  private static McpConfig read(String json) throws Exception {
    return Jackson.newObjectMapper().readValue(json, McpConfig.class);
  }
}
