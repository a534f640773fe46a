package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.run.RunStatus;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How the workflow may be changed while runs are under way: behind {@code Workflow.getVersion}, and
 * not without it.
 */
class VersionedChangeTest {

  static List<Path> histories() throws IOException {
    return ReplayTest.histories();
  }

  @ParameterizedTest
  @MethodSource("histories")
  void aChangeBehindAVersionReplaysWhatOlderCodeDid(Path file) throws Exception {
    replay(file, Changed.class);
  }

  @ParameterizedTest
  @MethodSource("histories")
  void aChangeWithoutAVersionDoesNot(Path file) {
    assertThatThrownBy(() -> replay(file, ChangedCarelessly.class))
        .hasStackTraceContaining("NonDeterministicException");
  }

  private static void replay(Path file, Class<?> code) throws Exception {
    try (TestWorkflowEnvironment environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(RunPayloads.converter())
                        .build())
                .build())) {
      WorkflowReplayer.replayWorkflowExecution(
          WorkflowExecutionHistory.fromJson(Files.readString(file)), environment, code);
    }
  }

  /** Tomorrow's code: it waits before it begins, unless it began before it knew how to. */
  public static final class Changed implements AgentRunWorkflow {
    private final AgentRunWorkflow today = new AgentRunWorkflowImpl();

    @Override
    public @Nullable RunStatus run(RunInput input) {
      if (Workflow.getVersion("waits-before-it-begins", Workflow.DEFAULT_VERSION, 1) >= 1) {
        Workflow.sleep(Duration.ofSeconds(1));
      }
      return today.run(input);
    }

    @Override
    public void ring() {
      today.ring();
    }
  }

  /** The same change, made as if no run were under way. */
  public static final class ChangedCarelessly implements AgentRunWorkflow {
    private final AgentRunWorkflow today = new AgentRunWorkflowImpl();

    @Override
    public @Nullable RunStatus run(RunInput input) {
      Workflow.sleep(Duration.ofSeconds(1));
      return today.run(input);
    }

    @Override
    public void ring() {
      today.ring();
    }
  }
}
