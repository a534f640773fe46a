package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Today's code does what it did when the history was written. */
class ReplayTest {

  private static final Path HISTORIES = Path.of("src/test/resources/histories");

  static List<Path> histories() throws IOException {
    try (Stream<Path> files = Files.walk(HISTORIES)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  static Stream<Recorded> scenarios() {
    return Stream.of(Scenario.values(), OrchestratorScenario.values()).flatMap(Stream::of);
  }

  @ParameterizedTest
  @MethodSource("histories")
  void replays(Path file) throws Exception {
    try (TestWorkflowEnvironment environment = environment()) {
      WorkflowReplayer.replayWorkflowExecution(
          WorkflowExecutionHistory.fromJson(Files.readString(file)),
          environment,
          AgentRunWorkflowImpl.class);
    }
  }

  @Test
  void everyScenarioIsKept() throws IOException {
    assertThat(histories().stream().map(file -> file.getFileName().toString()))
        .containsAll(scenarios().map(Recorded::fileName).toList());
  }

  /** Adds what is not there yet; see the README beside the histories. */
  @ParameterizedTest
  @MethodSource("scenarios")
  @EnabledIfSystemProperty(named = "perdure.histories", matches = "record")
  void record(Recorded scenario) throws IOException {
    Path file = HISTORIES.resolve(scenario.fileName());
    if (Files.exists(file)) {
      return;
    }
    Script script = new Script();
    script.terms = scenario instanceof OrchestratorScenario ? FlowTest.WAITS : null;
    try (FlowHarness flow = new FlowHarness(script, 100, scenario::historyIsLong)) {
      scenario.play(script, flow);
      Files.writeString(file, flow.history().toJson(true) + "\n");
    }
  }

  private static TestWorkflowEnvironment environment() {
    return TestWorkflowEnvironment.newInstance(
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(RunPayloads.converter())
                    .build())
            .build());
  }
}
