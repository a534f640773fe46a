package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.agent.ApprovalMode;
import dev.perdure.core.agent.ApprovalPolicy;
import dev.perdure.core.agent.Budget;
import dev.perdure.core.agent.OnExhausted;
import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.port.InterruptStore.InterruptFilter;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.quota.LimitsOverride;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.EffectEntry.Undo;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.TopUp;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.session.ContentPart.ToolResult;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.workflows.AgentRunWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Workflow, activities, PostgreSQL, Redis and a real Temporal: everything a run may wait for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrchestratorEndToEndTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private Lab lab;
  private WorkflowServiceStubs stubs;
  private WorkflowClient client;
  private WorkerFactory workers;

  @BeforeAll
  void open() {
    lab = new Lab(OrchestratorEndToEndTest.class);
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(lab.stack.temporalAddress())
                .build());
    client = WorkflowClient.newInstance(stubs, RunClient.options());
    workers = WorkerFactory.newInstance(client);
    RunWorker.register(
        workers.newWorker(lab.stack.taskQueue(), RunWorker.options().build()),
        lab.ports,
        lab.heartbeats);
    workers.start();
  }

  @AfterAll
  void close() {
    workers.shutdownNow();
    workers.awaitTermination(10, TimeUnit.SECONDS);
    lab.close();
    stubs.shutdownNow();
  }

  @BeforeEach
  void quiet() {
    lab.checkpoints.set(Checkpoints.NONE);
    lab.skill.invocations.clear();
    lab.skill.undone.clear();
    lab.skill.onUndo = call -> {};
    lab.skill.onCall = call -> ToolOutput.of("done " + call.arguments().get("what"));
    lab.live.all.clear();
  }

  @Test
  void anApprovedCallIsMadeAndADeniedOneIsNot() {
    ApprovalPolicy always =
        new ApprovalPolicy(ApprovalMode.ALWAYS, Risk.LOW, List.of(), WaitTerms.FOREVER);
    calls(call("probe", "good"), call("probe", "bad"));
    Run run = lab.started(LabAgent.config().approvals(always).build());
    WorkflowStub workflow = start(run);
    await().atMost(SOON).until(() -> open(run).size() == 2);
    assertThat(lab.run(run.ref()).status()).isEqualTo(RunStatus.WAITING);
    assertThat(lab.skill.invocations).isEmpty();
    for (Interrupt interrupt : open(run)) {
      boolean good = String.valueOf(interrupt.arguments()).contains("good");
      tell(
          run,
          good
              ? new RunCommand.Approve(interrupt.id(), null)
              : new RunCommand.Deny(interrupt.id(), "Too risky."));
    }
    assertThat(workflow.getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(lab.skill.invocations).hasSize(1);
    assertThat(results(run)).anyMatch(text -> text.contains("Too risky."));
    assertThat(results(run)).contains("done good");
  }

  @Test
  void aCallIsMadeWithTheArgumentsAPersonEdited() {
    calls(call("wipe", "all"));
    Run run = lab.started(LabAgent.config().build());
    WorkflowStub workflow = start(run);
    tell(run, new RunCommand.Approve(awaited(run).id(), "{\"what\":\"one\"}"));
    assertThat(workflow.getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(results(run)).containsExactly("done one");
  }

  @Test
  void aQuestionIsAnswered() {
    calls(new ToolCall("q", "ask_user", "{\"question\":\"Which city?\"}"));
    Run run = lab.started(LabAgent.config().askUser().build());
    WorkflowStub workflow = start(run);
    Interrupt question = awaited(run);
    assertThat(question.message()).isEqualTo("Which city?");
    tell(run, new RunCommand.Answer(question.id(), "Ulm."));
    assertThat(workflow.getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(results(run)).containsExactly("Ulm.");
  }

  @Test
  void anUnknownEffectIsNotRepeatedAndAPersonSettlesIt() {
    calls(call("fire", "it"));
    lab.skill.onCall =
        call -> {
          throw new IllegalStateException("connection reset");
        };
    Run run = lab.started(LabAgent.config().build());
    WorkflowStub workflow = start(run);
    Interrupt unknown = awaited(run);
    assertThat(unknown.code()).isEqualTo("effect_unknown");
    assertThat(lab.skill.invocations).hasSize(1);
    tell(run, recover(unknown, RecoveryOperation.PROVIDE_RESULT, "It was fired."));
    assertThat(workflow.getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(lab.skill.invocations).hasSize(1);
    assertThat(results(run)).containsExactly("It was fired.");
    assertThat(effects(run).getFirst().status()).isEqualTo(EffectEntry.Status.CONFIRMED);
  }

  @Test
  void aSkippedEffectIsToldToTheModel() {
    calls(call("fire", "it"));
    lab.skill.onCall =
        call -> {
          throw new IllegalStateException("connection reset");
        };
    Run run = lab.started(LabAgent.config().build());
    WorkflowStub workflow = start(run);
    tell(run, recover(awaited(run), RecoveryOperation.SKIP_STEP, null));
    assertThat(workflow.getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(results(run).getFirst()).contains("skipped");
    assertThat(effects(run).getFirst().status()).isEqualTo(EffectEntry.Status.SKIPPED);
  }

  @Test
  void aSpentBudgetIsToppedUp() {
    lab.model.part = ScriptedModel.says("Well.");
    Run run =
        lab.started(
            LabAgent.config().budget(new Budget(500L, null, null, OnExhausted.WAIT)).build());
    WorkflowStub workflow = start(run);
    assertThat(awaited(run).code()).isEqualTo("budget_tokens");
    tell(run, new RunCommand.AddBudget(new TopUp(null, 5_000L, null, null)));
    assertThat(workflow.getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void aRunThatSpendsTheDaysQuotaWaitsUntilItIsRaised() {
    calls(call("probe", "it"));
    lab.skill.onCall =
        call -> {
          daily(1L);
          return ToolOutput.of("done");
        };
    Run run = lab.started(LabAgent.config().build());
    WorkflowStub workflow = start(run);
    try {
      Interrupt spent = awaited(run);
      assertThat(spent.code()).isEqualTo("budget_daily_spend");
      assertThat(lab.run(run.ref()).status()).isEqualTo(RunStatus.WAITING);
      tell(run, recover(spent, RecoveryOperation.RETRY, null));
      await("the quota is as it was")
          .atMost(SOON)
          .until(() -> open(run).stream().anyMatch(other -> !other.id().equals(spent.id())));
      daily(null);
      tell(run, recover(awaited(run), RecoveryOperation.RETRY, null));
      assertThat(workflow.getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(results(run)).containsExactly("done");
    } finally {
      daily(null);
    }
  }

  private void daily(@Nullable Long micros) {
    OrgId orgId = lab.caller.orgId();
    LimitsOverride said =
        new LimitsOverride(null, null, null, null, null, null, null, null, null, micros);
    lab.store.quotas().put(Actor.service(orgId), orgId, null, said);
  }

  @Test
  void aSpentBudgetEndsWithWhatIsKnown() {
    lab.model.part = ScriptedModel.says("What I know.");
    Run run =
        lab.started(
            LabAgent.config().budget(new Budget(500L, null, null, OnExhausted.FINISH)).build());
    assertThat(start(run).getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(lab.run(run.ref()).output()).isEqualTo("What I know.");
  }

  @Test
  void aFallbackModelTakesOver() {
    models((model, request) -> {
      if (model.equals("lab/scripted")) {
        throw PerdureException.modelFinal("model_key_invalid", "Bad key.", null);
      }
    });
    Run run = lab.started(LabAgent.config().fallbacks("lab/second").build());
    assertThat(start(run).getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(lab.live.events(RunEvent.Custom.class))
        .filteredOn(event -> event.name().equals(RunEvent.Custom.DEGRADED))
        .anyMatch(event -> event.value().toString().contains("Bad key."));
  }

  @Test
  void aRunWhoseModelFailsWaitsForAnotherModel() {
    models((model, request) -> {
      if (model.equals("lab/scripted")) {
        throw PerdureException.modelFinal("model_key_invalid", "Bad key.", null);
      }
    });
    Run run = lab.started(LabAgent.config().build());
    WorkflowStub workflow = start(run);
    Interrupt stopped = awaited(run);
    assertThat(stopped.code()).isEqualTo("model_key_invalid");
    tell(
        run,
        new RunCommand.Recover(
            stopped.id(), RecoveryOperation.SWITCH_MODEL, "lab/other", null, null));
    assertThat(workflow.getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void aPersonAnswersInPlaceOfTheModel() {
    models((model, request) -> {
      throw PerdureException.modelFinal("model_key_invalid", "Bad key.", null);
    });
    Run run = lab.started(LabAgent.config().build());
    WorkflowStub workflow = start(run);
    tell(run, recover(awaited(run), RecoveryOperation.PROVIDE_RESULT, "It is well."));
    assertThat(workflow.getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(lab.run(run.ref()).output()).isEqualTo("It is well.");
  }

  @Test
  void aSubAgentsAnswerAndItsFailureComeBackAsFacts() {
    UUID helper = lab.agent(LabAgent.config().build()).id();
    lab.model.part =
        (request, listener, cancellation) -> {
          String first = request.messages().getFirst().text();
          if (first.equals("Break.")) {
            throw PerdureException.modelFinal("model_key_invalid", "Bad key.", null);
          }
          if (first.equals("Find out.")) {
            return ScriptedModel.says("Found.").reply(request, listener, cancellation);
          }
          return request.messages().getLast().role() == Role.TOOL
              ? ScriptedModel.says("Both told.").reply(request, listener, cancellation)
              : ScriptedModel.reply(delegate("a", "Find out."), delegate("b", "Break."));
        };
    Run run = lab.started(LabAgent.config().delegatesTo(helper).build());
    assertThat(start(run).getResult(RunStatus.class)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(results(run)).hasSize(2).contains("Found.").anyMatch(text -> text.contains("Bad"));
    assertThat(lab.run(run.ref()).output()).isEqualTo("Both told.");
    assertThat(lab.live.events(RunEvent.SubagentStarted.class)).hasSize(2);
    assertThat(lab.live.events(RunEvent.SubagentFinished.class)).hasSize(1);
    assertThat(lab.live.events(RunEvent.SubagentErrored.class)).hasSize(1);
  }

  @Test
  void aRollbackUndoesWhatWasDoneAndSaysWhatCouldNotBe() {
    lab.model.part =
        (request, listener, cancellation) ->
            switch (request.step().number()) {
              case 1 -> ScriptedModel.reply(call("fire", "it"));
              case 3 -> ScriptedModel.reply(call("put", "it"));
              default -> ScriptedModel.reply(call("wipe", "all"));
            };
    Run run = lab.started(LabAgent.config().build());
    WorkflowStub workflow = start(run);
    awaited(run);
    tell(run, new RunCommand.Cancel(CancelMode.ROLLBACK));
    assertThat(workflow.getResult(RunStatus.class)).isEqualTo(RunStatus.CANCELLED);
    assertThat(effects(run))
        .extracting(EffectEntry::undo)
        .containsExactly(Undo.UNDONE, Undo.IMPOSSIBLE);
    assertThat(lab.skill.undone).hasSize(1);
  }

  @Test
  void aLoopEndsTheRun() {
    lab.model.part = (request, listener, cancellation) -> ScriptedModel.reply(call("probe", "it"));
    lab.skill.onCall = call -> ToolOutput.of("nothing");
    Run run = lab.started(LabAgent.config().build());
    assertThat(start(run).getResult(RunStatus.class)).isEqualTo(RunStatus.FAILED);
    assertThat(lab.run(run.ref()).error()).extracting(error -> error.code()).isEqualTo("run_loop");
    assertThat(lab.skill.invocations).hasSize(3);
  }

  /** Asks for the calls first, then answers. */
  private void calls(ToolCall... calls) {
    lab.model.part =
        (request, listener, cancellation) ->
            request.messages().getLast().role() == Role.TOOL
                ? ScriptedModel.says("Done.").reply(request, listener, cancellation)
                : ScriptedModel.reply(calls);
  }

  /** Answers, unless a test throws. */
  private void models(BiConsumer<String, ModelRequest> before) {
    lab.model.part =
        (request, listener, cancellation) -> {
          before.accept(request.model(), request);
          return ScriptedModel.says("Well.").reply(request, listener, cancellation);
        };
  }

  private static ToolCall call(String tool, String what) {
    return new ToolCall("call-" + tool + what, tool, "{\"what\":\"" + what + "\"}");
  }

  private static ToolCall delegate(String id, String task) {
    return new ToolCall(id, "delegate_to_helper", "{\"task\":\"" + task + "\"}");
  }

  private static RunCommand recover(
      Interrupt interrupt, RecoveryOperation operation, @Nullable String result) {
    return new RunCommand.Recover(interrupt.id(), operation, null, result, null);
  }

  private WorkflowStub start(Run run) {
    return RunClient.start(client, lab.stack.taskQueue(), run);
  }

  private void tell(Run run, RunCommand command) {
    lab.tell(run.id(), command)
        .ring()
        .forEach(ref ->
            client.newUntypedWorkflowStub(ref.runId().toString()).signal(AgentRunWorkflow.RING));
  }

  private Interrupt awaited(Run run) {
    return await().atMost(SOON).until(() -> open(run), found -> !found.isEmpty()).getFirst();
  }

  private List<Interrupt> open(Run run) {
    return lab.store
        .interrupts()
        .list(
            run.orgId(),
            new InterruptFilter(null, run.id(), null, Interrupt.Status.OPEN),
            new PageRequest(50, null))
        .items();
  }

  private List<EffectEntry> effects(Run run) {
    return lab.store.effects().list(run.orgId(), run.id());
  }

  private List<String> results(Run run) {
    return lab.messages(run.ref()).stream()
        .flatMap(message -> message.content().stream())
        .filter(ToolResult.class::isInstance)
        .map(part -> ((ToolResult) part).content())
        .toList();
  }
}
