package dev.perdure.skills.custom.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.StrictJsonSchemas;
import dev.perdure.skills.custom.NameFilter;
import dev.perdure.skills.custom.ToolOverride;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators' servers: the reference server "time" of PyPI, and programs that misbehave. */
class StdioSkillTest {

  @TempDir Path folder;

  @Test
  void callsTheReferenceServerOfPyPi() throws Exception {
    try (StdioSkill skill =
        skill(2, 30, ReferenceServers.timePython().toString(), "-m", "mcp_server_time")) {
      assertThat(skill.health(SkillContext.bare(McpBench.ORG))).isEqualTo(SkillHealth.OK);
      assertThat(skill.ready()).isTrue();
      assertThat(skill.tools())
          .extracting(tool -> tool.descriptor().name())
          .contains("clock_ops__get_current_time", "clock_ops__convert_time");
      assertThat(McpBench.tool(skill, "clock_ops__get_current_time").descriptor())
          .matches(tool -> tool.effect() == Effect.ONCE && tool.risk() == Risk.HIGH);

      assertThat(call(skill, McpBench.ORG, "get_current_time", Map.of("timezone", "Asia/Tokyo")))
          .matches(output -> !output.error() && output.content().contains("Asia/Tokyo"));
      assertThat(call(skill, McpBench.OTHER, "get_current_time", Map.of("timezone", "nowhere")))
          .matches(ToolOutput::error);
    }
  }

  @Test
  void aProcessSeesOnlyWhatIsNamedAndServesOneOrganization() {
    try (StdioSkill skill = skill(2, 10, "python3", "-c", TOY)) {
      String ours = call(skill, McpBench.ORG, "env", Map.of()).content();
      assertThat(ours).contains("GREETING=hi").doesNotContain("HOME=").doesNotContain("JAVA_HOME");
      assertThat(call(skill, McpBench.ORG, "pid", Map.of()).content())
          .isEqualTo(call(skill, McpBench.ORG, "pid", Map.of()).content())
          .isNotEqualTo(call(skill, McpBench.OTHER, "pid", Map.of()).content());
    }
  }

  @Test
  void aProcessThatHangsOrEndsIsReplaced() {
    try (StdioSkill skill = skill(1, 1, "python3", "-c", TOY)) {
      assertThat(failure(() -> call(skill, McpBench.ORG, "hang", Map.of())).code())
          .isEqualTo("outbound_timeout");
      assertThat(failure(() -> call(skill, McpBench.ORG, "exit", Map.of())).code())
          .isEqualTo("mcp_no_answer");
      assertThat(call(skill, McpBench.ORG, "pid", Map.of()).error()).isFalse();
      assertThat(failure(() -> call(skill, McpBench.ORG, "flood", Map.of())).code())
          .isIn("mcp_no_answer", "mcp_bad_answer", "outbound_timeout");
    }
  }

  @Test
  void aCallCanBeStopped() throws Exception {
    try (StdioSkill skill = skill(1, 30, "python3", "-c", TOY)) {
      StopButton button = new StopButton();
      CompletableFuture<PerdureError> end = stopped(skill, "hang", Map.of("mark", mark()), button);
      await().until(() -> Files.exists(folder.resolve("mark")));
      button.press();

      assertThat(end.get()).isInstanceOf(PerdureError.Cancelled.class);
    }
  }

  @Test
  void noProcessOutlivesTheSkill() {
    long pid;
    try (StdioSkill skill = skill(1, 10, "python3", "-c", TOY)) {
      pid = Long.parseLong(call(skill, McpBench.ORG, "pid", Map.of()).content());
      assertThat(ProcessHandle.of(pid)).isPresent();
    }
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aProgramThatIsNotThereIsToldOf() {
    try (StdioSkill skill = skill(1, 10, folder.resolve("nothing").toString())) {
      assertThat(skill.tools()).isEmpty();
      assertThat(skill.ready()).isFalse();
      assertThat(skill.health(SkillContext.bare(McpBench.ORG)))
          .matches(health -> health.state() == SkillHealth.State.UNAVAILABLE)
          .matches(health -> health.message().contains("can't be started"));
    }
  }

  @Test
  void anIdleProcessMakesWayForAnotherOrganization() {
    try (StdioSkill skill = skill(1, 10, "python3", "-c", TOY)) {
      String ours = call(skill, McpBench.ORG, "pid", Map.of()).content();
      assertThat(call(skill, McpBench.OTHER, "pid", Map.of()))
          .matches(output -> !output.error() && !output.content().equals(ours));
      await().until(() -> ProcessHandle.of(Long.parseLong(ours)).isEmpty());
    }
  }

  @Test
  void anOrganizationHasNoMoreThanItsShareAndWaitsInTurn() throws Exception {
    try (StdioSkill skill = skill(2, 3, "python3", "-c", TOY)) {
      StopButton button = new StopButton();
      CompletableFuture<PerdureError> hanging =
          stopped(skill, "hang", Map.of("mark", mark()), button);
      await().until(() -> Files.exists(folder.resolve("mark")));
      CompletableFuture<ToolOutput> next =
          CompletableFuture.supplyAsync(() -> call(skill, McpBench.ORG, "pid", Map.of()));

      assertThat(call(skill, McpBench.OTHER, "pid", Map.of()).error()).isFalse();
      assertThat(next).isNotDone();
      button.press();
      assertThat(hanging.get()).isInstanceOf(PerdureError.Cancelled.class);
      assertThat(next.get().error()).isFalse();
    }
  }

  @Test
  void aCallThatIsStoppedBeforeItIsSentCameToNothing() throws Exception {
    Path slow = folder.resolve("slow");
    try (StdioSkill skill = skill(1, 30, "python3", "-c", TOY, slow.toString())) {
      StopButton hanging = new StopButton();
      CompletableFuture<PerdureError> sent =
          stopped(skill, "hang", Map.of("mark", mark()), hanging);
      await().until(() -> Files.exists(folder.resolve("mark")));
      StopButton queued = new StopButton();
      CompletableFuture<PerdureError> waiting = stopped(skill, "env", Map.of(), queued);
      queued.press();
      assertThat(waiting.get()).matches(StdioSkillTest::nothingHappened);
      hanging.press();
      assertThat(sent.get()).isInstanceOf(PerdureError.Cancelled.class);

      Files.createFile(slow);
      StopButton greeted = new StopButton();
      CompletableFuture<PerdureError> greeting = stopped(skill, "env", Map.of(), greeted);
      await().until(() -> Files.exists(folder.resolve("slow.met")));
      greeted.press();
      assertThat(greeting.get()).matches(StdioSkillTest::nothingHappened);
    }
  }

  private static CompletableFuture<PerdureError> stopped(
      Skill skill, String tool, Map<String, Object> arguments, StopButton button) {
    return CompletableFuture.supplyAsync(
        () ->
            failure(() ->
                McpBench.tool(skill, "clock_ops__" + tool)
                    .call(invocation(McpBench.ORG, arguments, button))),
        // the common pool has one thread on a small machine: nothing would wait for anything
        task -> Thread.ofPlatform().start(task));
  }

  private static boolean nothingHappened(PerdureError error) {
    return error instanceof PerdureError.ToolFailed
        && error.retryable()
        && error.code().equals("mcp_busy");
  }

  @Test
  void whoeverLooksAtASkillWaitsForNoProcess() {
    try (StdioSkill skill =
        open(2, 10, "python3", "-c", "import time; time.sleep(60)")) { // never says a word
      assertThat(skill.tools()).isEmpty();
      assertThat(skill.ready()).isFalse();
      assertThat(skill.health(SkillContext.bare(McpBench.ORG)))
          .isEqualTo(SkillHealth.unavailable("The MCP server has not answered yet."));
    }
  }

  @Test
  void aProcessThatReadsNothingIsNotWaitedForLongerThanTheCall() {
    try (StdioSkill skill = skill(1, 1, "python3", "-c", TOY, "deaf")) {
      assertThat(
              failure(() -> call(skill, McpBench.ORG, "env", Map.of("much", "x".repeat(1 << 20))))
                  .code())
          .isEqualTo("outbound_timeout");
    }
  }

  private String mark() {
    return folder.resolve("mark").toString();
  }

  /** Opened, and asked for its tools. */
  private static StdioSkill skill(int processes, int seconds, String... command) {
    StdioSkill skill = open(processes, seconds, command);
    try {
      skill.awaitAnswer(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return skill;
  }

  private static StdioSkill open(int processes, int seconds, String... command) {
    return StdioSkill.open(
        new StdioServer(
            "clock_ops",
            "Clock",
            "Tells the time.",
            List.of(command),
            Map.of("GREETING", "hi", "PATH", System.getenv("PATH")),
            "",
            processes,
            Math.max(1, processes / 2),
            seconds,
            false,
            new NameFilter(List.of(), List.of()),
            Map.of("pid", new ToolOverride(Effect.NONE, null, null, null))),
        new StrictJsonSchemas());
  }

  private static ToolOutput call(
      Skill skill, OrgId orgId, String tool, Map<String, Object> arguments) {
    return McpBench.tool(skill, "clock_ops__" + tool)
        .call(invocation(orgId, arguments, Cancellation.NEVER));
  }

  private static ToolInvocation invocation(
      OrgId orgId, Map<String, Object> arguments, Cancellation cancellation) {
    return ToolInvocation.tried(orgId, null, "key-1", arguments).with(cancellation);
  }

  private static PerdureError failure(Runnable call) {
    PerdureException thrown = catchThrowableOfType(PerdureException.class, call::run);
    if (thrown == null) {
      throw new AssertionError("no failure");
    }
    return thrown.error();
  }

  private static final String TOY =
      """
      import json, os, sys, time
      def tool(name):
          return {"name": name, "inputSchema": {"type": "object"}}
      def say(message):
          print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)
      for line in sys.stdin:
          message = json.loads(line)
          method, id = message.get("method"), message.get("id")
          if method == "initialize":
              if os.path.exists(sys.argv[-1]):
                  open(sys.argv[-1] + ".met", "w").close(); time.sleep(60)
              say({"id": id, "result": {"protocolVersion": "2025-06-18", "capabilities": {}}})
          elif method == "tools/list":
              say({"id": id, "result": {"tools": [tool(n) for n in ("env", "pid", "hang", "exit", "flood")]}})
              if "deaf" in sys.argv: time.sleep(60)
          elif method == "tools/call":
              name, arguments = message["params"]["name"], message["params"]["arguments"]
              if name == "exit":
                  print("bye", file=sys.stderr); sys.exit(3)
              if name == "hang":
                  if "mark" in arguments: open(arguments["mark"], "w").close()
                  time.sleep(60)
              while name == "flood":
                  say({"method": "notifications/noise", "params": {"x": "x" * 10000}})
              text = str(os.getpid()) if name == "pid" else " ".join(k + "=" + v for k, v in os.environ.items())
              say({"id": id, "result": {"content": [{"type": "text", "text": text}]}})
      """;
}
