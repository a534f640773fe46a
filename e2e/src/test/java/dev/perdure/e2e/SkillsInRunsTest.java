package dev.perdure.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.e2e.client.AgentSpec;
import dev.perdure.e2e.client.Json;
import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.SseItem;
import dev.perdure.e2e.client.Started;
import dev.perdure.e2e.client.Steering;
import dev.perdure.e2e.harness.Ground;
import dev.perdure.e2e.harness.Halts.Halt;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.e2e.harness.ProductProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs use the built-in skills over the files of their session, and workers are killed with -9. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SkillsInRunsTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ADD_A_LINE =
      "with open('notes.txt', 'a') as f: f.write('two\\n')\nprint('written', flush=True)";

  private PerdureStack stack;
  private PerdureClient client;
  private String agent;

  @BeforeAll
  void start() {
    stack = PerdureStack.start(Ground.fresh(), 1, 2, Map.of("PERDURE_HEARTBEAT", "2s"));
    client = stack.client();
    agent = newAgent(Map.of("approvals", Map.of("mode", "never")));
  }

  @AfterAll
  void end() {
    stack.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Point.class,
      names = {"AFTER_TOOL_CALL", "BEFORE_COMMIT", "AFTER_COMMIT"})
  void codeThatIsRunAgainFindsTheFilesAsItFirstFoundThem(Point point) {
    String session = newSession();
    Halt halt = stack.halts().at(point, "/2.1");
    Story story = begin(session, agent, call("run_python", Map.of("code", ADD_A_LINE)));
    stack.byPid(halt.awaitReached(SOON).pid()).kill9();
    Story.Told told = story.awaitEnd();

    assertThat(told.run().status()).isEqualTo("succeeded");
    assertThat(file(session)).isEqualTo("one\ntwo\n");
    RunAudit.of(stack, told).everythingAgrees();
    stack.reviveWorkers();
  }

  @Test
  void codeEndsWithItsWorkerAndIsRunByAnother() {
    String session = newSession();
    String mark = "7." + Math.abs(UUID.randomUUID().getLeastSignificantBits() % 1_000_000_000);
    Halt note = stack.halts().noteAt(Point.BEFORE_TOOL_CALL, "/2.1");
    Story story =
        begin(
            session,
            agent,
            call("run_shell", Map.of("code", "echo two >> notes.txt; echo begun; sleep " + mark)));
    ProductProcess worker = stack.byPid(note.awaitReached(SOON).pid());
    Awaitility.await("live output").atMost(SOON).until(() -> shown(story).contains("begun"));
    List<ProcessHandle> sleeping = processes(mark);
    assertThat(sleeping).isNotEmpty();
    worker.kill9();

    Awaitility.await("the end of what the dead worker ran")
        .atMost(SOON)
        .until(() -> sleeping.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(story.awaitEnd().run().status()).isEqualTo("succeeded");
    assertThat(file(session)).isEqualTo("one\ntwo\n");
    stack.reviveWorkers();
  }

  @Test
  void aRunThatIsRolledBackLeavesTheFilesAsTheyWere() {
    String session = newSession();
    String careful =
        newAgent(
            Map.of(
                "approvals",
                Map.of(
                    "mode",
                    "never",
                    "rules",
                    List.of(Map.of("tool", "delete_file", "mode", "always")))));
    Story story =
        begin(
            session,
            careful,
            call("run_python", Map.of("code", ADD_A_LINE))
                + "\n"
                + call("delete_file", Map.of("path", "notes.txt")));
    Steering run = client.steer(story.runId());
    run.awaitInterrupt("approval", Story.PATIENCE);
    assertThat(file(session)).isEqualTo("one\ntwo\n");
    run.cancel("rollback").ok();

    assertThat(story.awaitEnd().run().status()).isEqualTo("cancelled");
    assertThat(file(session)).isEqualTo("one\n");
  }

  @Test
  void aQueryOverAFileThatCodeWroteMakesATableAndAChart() {
    String write = "open('n.csv', 'w').write('n\\n' + '\\n'.join(map(str, range(5))))";
    Map<String, Object> query =
        Map.of(
            "sql",
            "SELECT n, n * n AS square FROM 'n.csv'",
            "chart",
            Map.of("type", "line", "x", "n", "y", List.of("square")));
    Story story =
        begin(
            newSession(),
            agent,
            call("run_python", Map.of("code", write)) + "\n" + call("query_files", query));
    assertThat(story.awaitEnd().run().status()).isEqualTo("succeeded");
    JsonNode artifacts = client.steer(story.runId()).artifacts();
    assertThat(StreamSupport.stream(artifacts.spliterator(), false))
        .extracting(artifact -> artifact.path("media_type").asText())
        .containsExactlyInAnyOrder(
            "application/vnd.perdure.table+json", "application/vnd.perdure.chart+json");
  }

  @Test
  void withoutASearchServiceTheRunIsToldSoAndGoesOn() {
    Story story = begin(newSession(), agent, call("web_search", Map.of("query", "durable agents")));
    Story.Told told = story.awaitEnd();
    assertThat(told.run().status()).isEqualTo("succeeded");
    assertThat(told.stream().named("TOOL_CALL_RESULT").getFirst().data().toString())
        .contains("Web search is not set up here");
  }

  private String newAgent(Map<String, Object> more) {
    return client.createAgent(
        new AgentSpec(
                "skilled-" + UUID.randomUUID(),
                "You are tested.",
                PerdureStack.SCRIPTED_MODEL,
                List.of("code_executor", "file_manager", "data_query", "web_search"),
                100)
            .with(more));
  }

  /** With a file of one line. */
  private String newSession() {
    String session =
        client
            .post("/v1/sessions", Map.of("agent_id", agent))
            .expect(201)
            .json()
            .path("id")
            .asText();
    client
        .call("PUT", filePath(session), "one\n", Map.of("Content-Type", "text/plain"))
        .expect(201);
    return session;
  }

  private Story begin(String session, String agentId, String input) {
    Started started = client.startIn(session, input, Map.of("agent_id", agentId));
    return Story.watch(stack, started, Seeds.next());
  }

  private String file(String session) {
    return client.get(filePath(session)).expect(200).text();
  }

  private static String filePath(String session) {
    return "/v1/sessions/" + session + "/files/notes.txt";
  }

  private static String call(String tool, Map<String, Object> arguments) {
    return "[[call " + tool + " " + Json.write(arguments) + "]]";
  }

  private static String shown(Story story) {
    return story.watcher().recording().events().stream()
        .filter(event -> event.name().equals("perdure.tool_output"))
        .map(SseItem.Event::data)
        .toList()
        .toString();
  }

  private static List<ProcessHandle> processes(String mark) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains("sleep " + mark))
        .toList();
  }
}
