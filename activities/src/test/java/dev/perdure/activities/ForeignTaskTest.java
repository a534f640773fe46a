package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.StepRef;
import dev.perdure.workflows.ActActivities;
import dev.perdure.workflows.AgentRunWorkflow;
import dev.perdure.workflows.AnswerActivities;
import dev.perdure.workflows.DelegateActivities;
import dev.perdure.workflows.RunActivities;
import dev.perdure.workflows.RunInput;
import dev.perdure.workflows.ThinkActivities;
import dev.perdure.workflows.UndoActivities;
import dev.perdure.workflows.WaitActivities;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Workflows and tasks that name a run of another organization. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignTaskTest {

  private static final String QUEUE = "runs";
  private static final Set<Class<?>> NAMING_A_RUN =
      Set.of(RunRef.class, StepRef.class, InterruptRequest.class);

  private Lab lab;
  private TestWorkflowEnvironment temporal;

  @BeforeAll
  void open() {
    lab = new Lab(ForeignTaskTest.class);
    temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(RunClient.options())
                .setWorkerFactoryOptions(RunWorker.factoryOptions(lab.store.runs()).build())
                .build());
    Stream.of("OrgId", "AgentId", "SessionId", "RunStatus")
        .forEach(name ->
            temporal.registerSearchAttribute(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    Worker worker = temporal.newWorker(QUEUE, RunWorker.options().build());
    RunWorker.register(worker, lab.ports, lab.heartbeats);
    temporal.start();
  }

  @AfterAll
  void close() {
    temporal.close();
    lab.close();
  }

  /** As anyone could who reaches Temporal. */
  private Throwable startDirectly(RunRef named) {
    WorkflowStub stub =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                AgentRunWorkflow.TYPE,
                WorkflowOptions.newBuilder()
                    .setTaskQueue(QUEUE)
                    .setWorkflowId(UUID.randomUUID().toString())
                    .build());
    stub.start(RunInput.first(named));
    return catchThrowable(() -> stub.getResult(RunStatus.class));
  }

  private static ApplicationFailure refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure refusal) {
        return refusal;
      }
    }
    throw new AssertionError("not refused", failure);
  }

  private void assertRefused(RunRef named, Run run) {
    ApplicationFailure refusal = refusal(startDirectly(named));
    assertThat(refusal.getType()).isEqualTo("foreign_task");
    assertThat(refusal.isNonRetryable()).isTrue();
    assertThat(refusal.getOriginalMessage()).doesNotContain(run.orgId().toString());
    assertThat(lab.run(run.ref()).status()).isEqualTo(RunStatus.STARTING);
    assertThat(lab.messages(run.ref())).isEmpty();
  }

  @Test
  void aWorkflowStartedForAnotherOrganizationsRunIsRefused() {
    Run run = lab.started();
    assertRefused(new RunRef(lab.stranger(), run.sessionId(), run.id()), run);
  }

  @Test
  void aRunInASessionThatIsNotItsOwnIsRefused() {
    Run run = lab.started();
    assertRefused(new RunRef(run.orgId(), lab.started().sessionId(), run.id()), run);
  }

  @Test
  void aRunOfItsOwnOrganizationGoesOn() {
    Run run = lab.started();
    lab.model.part = ScriptedModel.says("Fine.");
    assertThat(startDirectly(run.ref())).isNull();
    assertThat(lab.run(run.ref()).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void aRunThatWasOneOrganizationsIsStillForeignToAnother() {
    Run run = lab.started();
    OwnRuns own = new OwnRuns(lab.store.runs());
    own.check("BeginRun", run.ref());
    own.check("Think", StepRef.of(run.ref(), 1), null);
    RunRef foreign = new RunRef(lab.stranger(), run.sessionId(), run.id());
    assertThatThrownBy(() -> own.check("Act", StepRef.of(foreign, 1)))
        .isInstanceOf(ApplicationFailure.class);
    assertThatThrownBy(() -> own.check("Other", "no run")).isInstanceOf(ApplicationFailure.class);
  }

  @Test
  void everyActivityNamesItsRunSoThatItCanBeChecked() {
    List<Method> unnamed =
        Stream.of(
                ThinkActivities.class,
                ActActivities.class,
                RunActivities.class,
                WaitActivities.class,
                DelegateActivities.class,
                UndoActivities.class,
                AnswerActivities.class)
            .flatMap(activities -> Arrays.stream(activities.getMethods()))
            .filter(method ->
                Arrays.stream(method.getParameterTypes()).noneMatch(NAMING_A_RUN::contains))
            .toList();
    assertThat(unnamed).isEmpty();
  }
}
