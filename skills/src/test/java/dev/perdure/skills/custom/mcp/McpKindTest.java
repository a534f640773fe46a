package dev.perdure.skills.custom.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.Flaw;
import dev.perdure.core.error.PerdureError.Invalid;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.skills.custom.SkillChange;
import dev.perdure.skills.custom.SkillChange.ToolChange;
import dev.perdure.skills.custom.SkillDraft;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class McpKindTest {

  private final ToyMcpServer server = new ToyMcpServer();
  private final McpBench bench = new McpBench(server.port());

  @AfterEach
  void stop() {
    bench.close();
    server.close();
  }

  @Test
  void makesASkillOfWhatTheServerOffers() {
    SkillDefinition definition =
        bench.kind.define(
            McpBench.draft(server.url(), Map.of("auth", Map.of("type", "bearer"))),
            bench.context());

    Skill skill = bench.kind.open(McpBench.stored(definition));

    ToolDescriptor tool = McpBench.tool(skill, "toy__echo").descriptor();
    assertThat(tool.description()).isEqualTo("Its MCP server says: Says it again.");
    assertThat(tool.effect()).isEqualTo(Effect.ONCE);
    assertThat(tool.risk()).isEqualTo(Risk.HIGH);
    assertThat(tool.untrusted()).isTrue();
    assertThat(skill.descriptor().secrets()).extracting("name").containsExactly("token");
    assertThat(skill.descriptor().instructions()).as("the server's word").isEmpty();
    assertThat(definition.definition().toString()).contains("Be kind.").doesNotContain("s3cret");
    assertThat(server.seen("tools/list").getFirst().headers())
        .containsEntry("authorization", "Bearer s3cret-" + McpBench.ORG.value())
        .containsEntry("mcp-protocol-version", "2025-11-25")
        .containsKey("mcp-session-id");
  }

  @Test
  void asksForTheSecretItLacks() {
    Skill skill = bench.open(server.url(), Map.of("auth", Map.of("type", "bearer")));

    assertThat(skill.health(SkillContext.bare(McpBench.ORG)).state())
        .isEqualTo(SkillHealth.State.NOT_CONFIGURED);
    assertThat(skill.health(bench.context())).isEqualTo(SkillHealth.OK);
  }

  @Test
  void readsAllPagesAndStopsAtAnEndlessList() {
    server.on(
        "tools/list",
        (exchange, message) -> {
          boolean second = String.valueOf(message.get("params")).contains("next");
          ToyMcpServer.result(
              exchange,
              message,
              second
                  ? Map.of("tools", List.of(ToyMcpServer.tool("b", "")))
                  : Map.of("tools", List.of(ToyMcpServer.tool("a", "")), "nextCursor", "next"));
        });
    assertThat(bench.open(server.url(), Map.of()).tools())
        .extracting(tool -> tool.descriptor().name())
        .containsExactly("toy__a", "toy__b");

    server.on(
        "tools/list",
        (exchange, message) ->
            ToyMcpServer.result(
                exchange,
                message,
                Map.of("tools", List.of(ToyMcpServer.tool("a", "")), "nextCursor", "next")));
    assertInvalid(Map.of(), "mcp_server_failed").hasMessageContaining("no end");

    server.on(
        "tools/list",
        (exchange, message) ->
            ToyMcpServer.result(exchange, message, Map.of("tools", ToyMcpServer.many(501))));
    assertInvalid(Map.of(), "mcp_server_failed").hasMessageContaining("more than 500");
  }

  @Test
  void filtersToolsAndMakesTheirNamesFit() {
    server.offering(
        ToyMcpServer.tool("read.file", ""),
        ToyMcpServer.tool("read file", ""),
        ToyMcpServer.tool("read_secret", ""),
        ToyMcpServer.tool("write", ""),
        ToyMcpServer.tool("read" + "x".repeat(100), ""));

    Skill skill =
        bench.open(
            server.url(),
            Map.of(
                "prefix",
                "",
                "tools",
                Map.of("allow", List.of("read*"), "deny", List.of("*secret"))));

    assertThat(skill.tools())
        .extracting(tool -> tool.descriptor().name())
        .hasSize(3)
        .startsWith("read_file", "read_file_2")
        .allMatch(name -> name.length() <= 64);
  }

  @Test
  void leavesBrokenToolsOutWithAReason() {
    server.offering(
        ToyMcpServer.tool("good", ""),
        ToyMcpServer.tool("good", "again"),
        Map.of("name", "no_schema"),
        Map.of("name", "array", "inputSchema", Map.of("type", "array")),
        Map.of("name", "bad", "inputSchema", Map.of("type", "object", "required", 7)),
        Map.of(
            "name",
            "remote",
            "inputSchema",
            Map.of(
                "type",
                "object",
                "properties",
                Map.of("x", Map.of("$ref", "http://127.0.0.1:" + server.port() + "/schema")))),
        Map.of(
            "name",
            "huge",
            "inputSchema",
            Map.of("type", "object", "description", "x".repeat(70_000))),
        ToyMcpServer.with(
            ToyMcpServer.tool("old", ""),
            "inputSchema",
            Map.of("$schema", "http://json-schema.org/draft-07/schema#", "type", "object")));

    StoredSkill stored = bench.stored(server.url(), Map.of());

    assertThat(bench.kind.open(stored).tools())
        .extracting(tool -> tool.descriptor().name())
        .containsExactly("toy__good", "toy__old");
    assertThat(String.valueOf(stored.definition().definition().get("left_out")))
        .contains("no_schema", "another tool has the same name", "not of type object", "remote")
        .contains("longer than");
  }

  @Test
  void hintsOfTheServerCountOnlyWhenAPersonSaysSo() {
    server.offering(
        ToyMcpServer.with(
            ToyMcpServer.tool("read", ""), "annotations", Map.of("readOnlyHint", true)),
        ToyMcpServer.with(
            ToyMcpServer.tool("put", ""), "annotations", Map.of("idempotentHint", true)),
        ToyMcpServer.with(
            ToyMcpServer.tool("lie", ""),
            "annotations",
            Map.of("readOnlyHint", true, "destructiveHint", true)));

    assertThat(bench.open(server.url(), Map.of()).tools())
        .extracting(tool -> tool.descriptor().effect())
        .containsOnly(Effect.ONCE);
    Skill trusting = bench.open(server.url(), Map.of("trust_annotations", true));
    assertThat(McpBench.tool(trusting, "toy__read").descriptor())
        .matches(tool -> tool.effect() == Effect.NONE && tool.risk() == Risk.MEDIUM);
    assertThat(McpBench.tool(trusting, "toy__put").descriptor())
        .matches(tool -> tool.effect() == Effect.IDEMPOTENT && tool.risk() == Risk.HIGH);
    assertThat(McpBench.tool(trusting, "toy__lie").descriptor())
        .matches(tool -> tool.effect() == Effect.ONCE && tool.risk() == Risk.HIGH);
  }

  @Test
  void aPersonSaysWhatAToolIs() {
    Skill skill =
        bench.open(
            server.url(),
            Map.of(
                "overrides",
                Map.of(
                    "echo",
                    Map.of(
                        "effect",
                        "none",
                        "risk",
                        "low",
                        "timeout_seconds",
                        5,
                        "untrusted",
                        false))));

    assertThat(McpBench.tool(skill, "toy__echo").descriptor())
        .matches(tool -> tool.effect() == Effect.NONE && tool.risk() == Risk.LOW)
        .matches(tool -> tool.timeout().equals(Duration.ofSeconds(5)) && !tool.untrusted());
  }

  @Test
  void tellsAllThatIsWrongWithADraftAtOnce() {
    SkillDraft draft =
        new SkillDraft(
            null,
            Map.of(
                "url",
                "file:///etc/passwd",
                "auth",
                Map.of("type", "magic"),
                "timeout_seconds",
                0,
                "overrides",
                Map.of("echo", Map.of("effect", "maybe")),
                "slip",
                1),
            List.of());

    PerdureException refused =
        catchThrowableOfType(
            PerdureException.class, () -> bench.kind.define(draft, bench.context()));

    assertThat(refused.error())
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid ->
                assertThat(invalid.flaws())
                    .extracting(Flaw::file)
                    .containsExactlyInAnyOrder(
                        "/name",
                        "/settings/url",
                        "/settings/auth/type",
                        "/settings/timeout_seconds",
                        "/settings/overrides/echo/effect",
                        "/settings/slip"));
  }

  @Test
  void tellsWhatIsWrongWithAServer() {
    server.on("initialize", (exchange, message) -> ToyMcpServer.status(exchange, 401));
    assertInvalid(Map.of(), "mcp_server_failed").hasMessageContaining("401");

    server.on(
        "initialize",
        (exchange, message) -> ToyMcpServer.body(exchange, 200, "text/html", "<h1>Hello</h1>"));
    assertInvalid(Map.of(), "mcp_server_failed").hasMessageContaining("not as an MCP server");

    server.on(
        "initialize",
        (exchange, message) ->
            ToyMcpServer.result(exchange, message, Map.of("protocolVersion", "1999-01-01")));
    assertInvalid(Map.of(), "mcp_server_failed").hasMessageContaining("revision");

    server.on(
        "initialize",
        (exchange, message) -> {
          exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/mcp");
          ToyMcpServer.status(exchange, 307);
        });
    assertInvalid(Map.of(), "mcp_server_failed").hasMessageContaining("moved");
  }

  @Test
  void reachesNothingTheGuardForbids() {
    for (String url : List.of("http://127.0.0.1:1/mcp", "http://169.254.169.254/mcp")) {
      assertThatThrownBy(() -> bench.kind.define(McpBench.draft(url, Map.of()), bench.context()))
          .hasMessageContaining("no public address");
    }
  }

  @Test
  void showsWhatChangedAndTakesItWhenSomebodyAccepts() {
    server.offering(
        ToyMcpServer.tool("same", ""), ToyMcpServer.tool("old", ""), ToyMcpServer.tool("x", "1"));
    StoredSkill stored = bench.stored(server.url(), Map.of("title", "Toys"));
    assertThat(bench.change(stored).changed()).isFalse();

    server.offering(
        ToyMcpServer.tool("x", "2"), ToyMcpServer.tool("new", ""), ToyMcpServer.tool("same", ""));
    SkillChange change = bench.change(stored);

    assertThat(change.tools())
        .extracting(ToolChange::name, ToolChange::kind)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("old", SkillChange.Kind.REMOVED),
            org.assertj.core.groups.Tuple.tuple("x", SkillChange.Kind.CHANGED),
            org.assertj.core.groups.Tuple.tuple("new", SkillChange.Kind.ADDED));
    StoredSkill accepted = McpBench.stored(bench.kind.refreshed(stored, bench.context()));
    assertThat(accepted.definition().title()).isEqualTo("Toys");
    assertThat(bench.change(accepted).changed()).isFalse();
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertInvalid(
      Map<String, Object> settings, String code) {
    return assertThatThrownBy(() -> bench.open(server.url(), settings)).hasMessageContaining(code);
  }
}
