package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Step;
import dev.perdure.core.step.StepStatus;
import dev.perdure.workflows.AgentRunWorkflow;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Workflow, activities, PostgreSQL and Redis together. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunEndToEndTest {

  private static final String QUEUE = "runs";

  private Lab lab;
  private TestWorkflowEnvironment temporal;

  @BeforeAll
  void open() {
    lab = new Lab(RunEndToEndTest.class);
  }

  @BeforeEach
  void start() {
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
    lab.skill.onCall = call -> ToolOutput.of("probed " + call.arguments().get("what"));
    lab.checkpoints.set(Checkpoints.NONE);
    lab.skill.invocations.clear();
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  @AfterAll
  void close() {
    lab.close();
  }

  @Test
  void thinksActsAndResponds() {
    lab.model.part = thenSays("It is well.", probe("a"), probe("b"));
    Run run = lab.started();
    assertThat(workflow(run).getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
    Run ended = lab.run(run.ref());
    assertThat(ended.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(ended.output()).isEqualTo("It is well.");
    assertThat(ended.steps()).isEqualTo(4);
    assertThat(lab.messages(run.ref()))
        .extracting(Message::role)
        .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL, Role.ASSISTANT);
  }

  @Test
  void startsTheRunThatWaitedBehind() {
    lab.model.part = ScriptedModel.says("Done.");
    Agent agent = lab.agent();
    Run first = lab.start(agent, lab.started().sessionId(), "one");
    Run second = lab.start(agent, first.sessionId(), "two");
    RunRef active =
        lab.store
            .runs()
            .list(
                first.orgId(),
                new dev.perdure.core.port.RunFilter(first.sessionId(), null, RunStatus.STARTING),
                new dev.perdure.core.port.PageRequest(10, null))
            .items()
            .getFirst()
            .ref();
    workflow(lab.run(active)).getResult(RunStatus.class);
    assertThat(lab.started).contains(first.ref());
    assertThat(lab.run(second.ref()).status()).isEqualTo(RunStatus.QUEUED);
  }

  @Test
  void aCancelReachesARunningModelCallWithinTwoSeconds() throws InterruptedException {
    CountDownLatch calling = new CountDownLatch(1);
    lab.model.part =
        (request, listener, cancellation) -> {
          listener.text("Let me see");
          calling.countDown();
          throw untilCancelled(cancellation);
        };
    Run run = lab.started();
    WorkflowStub workflow = workflow(run);
    assertThat(calling.await(30, TimeUnit.SECONDS)).isTrue();
    long asked = System.nanoTime();
    lab.cancel(run.id());
    workflow.signal(AgentRunWorkflow.RING);
    await().until(() -> lab.run(run.ref()).status() == RunStatus.CANCELLED);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(4));
    assertThat(workflow.getResult(RunStatus.class)).isEqualTo(RunStatus.CANCELLED);
    assertThat(lab.messages(run.ref())).hasSize(1);
  }

  @Test
  void anOperatorsCancelReachesARunningTool() throws InterruptedException {
    CountDownLatch calling = new CountDownLatch(1);
    lab.model.part =
        ScriptedModel.asksFor(new ContentPart.ToolCall("a", "dig", "{\"what\":\"deep\"}"));
    lab.skill.onCall =
        call -> {
          calling.countDown();
          throw untilCancelled(call.cancellation());
        };
    Run run = lab.started();
    WorkflowStub workflow = workflow(run);
    assertThat(calling.await(30, TimeUnit.SECONDS)).isTrue();
    workflow.cancel();
    await().until(() -> lab.run(run.ref()).status() == RunStatus.CANCELLED);
    assertThatThrownBy(() -> workflow.getResult(RunStatus.class))
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(steps(run)).noneMatch(step -> step.status() == StepStatus.RUNNING);
  }

  @Test
  void aToolThatFailsForGoodIsToldToTheModel() {
    lab.model.part = thenSays("I could not.", probe("a"));
    lab.skill.onCall =
        call -> {
          throw PerdureException.toolRetryable("busy", "Busy.", null, null);
        };
    Run run = lab.started();
    assertThat(workflow(run).getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(lab.skill.invocations).hasSize(3);
    assertThat(lab.toolResult(run.ref()).error()).isTrue();
    assertThat(lab.toolResult(run.ref()).content()).contains("Busy.");
  }

  @Test
  void aModelThatFailsForGoodFailsTheRun() {
    lab.model.part =
        (request, listener, cancellation) -> {
          throw PerdureException.modelFinal("model_auth", "The key is not valid.", null);
        };
    Run run = lab.started(LabAgent.config().fails().build());
    assertThat(workflow(run).getResult(RunStatus.class)).isEqualTo(RunStatus.FAILED);
    assertThat(lab.run(run.ref()).error())
        .isNotNull()
        .returns("model_auth", error -> error.code())
        .returns("The key is not valid.", error -> error.message());
  }

  @Test
  void aCommitWhoseAnswerWasLostIsNotMadeTwice() {
    AtomicInteger lost = new AtomicInteger();
    lab.checkpoints.set((point, subject) -> {
      if (point == Checkpoints.Point.AFTER_COMMIT && lost.getAndIncrement() == 0) {
        throw PerdureException.unavailable("database", null);
      }
    });
    lab.model.part = ScriptedModel.says("Once.");
    lab.model.requests.clear();
    Run run = lab.started();
    assertThat(workflow(run).getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(lab.model.requests).hasSize(1);
    assertThat(lab.messages(run.ref()))
        .extracting(Message::text)
        .containsExactly("How is it?", "Once.");
  }

  private WorkflowStub workflow(Run run) {
    return RunClient.start(temporal.getWorkflowClient(), QUEUE, run);
  }

  private List<Step> steps(Run run) {
    return lab.store.runs().steps(run.orgId(), run.id());
  }

  private static ContentPart.ToolCall probe(String what) {
    return new ContentPart.ToolCall("call-" + what, "probe", "{\"what\":\"" + what + "\"}");
  }

  /** Asks for the calls first, then answers. */
  private static ScriptedModel.Part thenSays(String answer, ContentPart.ToolCall... calls) {
    return (request, listener, cancellation) ->
        request.messages().getLast().role() == Role.TOOL
            ? ScriptedModel.says(answer).reply(request, listener, cancellation)
            : ScriptedModel.reply(calls);
  }

  private static PerdureException untilCancelled(dev.perdure.core.skill.Cancellation cancellation) {
    CountDownLatch told = new CountDownLatch(1);
    try (var registration = cancellation.onRequest(told::countDown)) {
      assertThat(registration).isNotNull();
      assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return PerdureException.cancelled();
  }
}
