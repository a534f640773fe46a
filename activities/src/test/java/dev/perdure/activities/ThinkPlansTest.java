package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.agent.ApprovalMode;
import dev.perdure.core.agent.ApprovalPolicy;
import dev.perdure.core.agent.ApprovalRule;
import dev.perdure.core.agent.Budget;
import dev.perdure.core.agent.OnExhausted;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.run.DeadlinePolicy;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.PlannedCall.Gate;
import dev.perdure.core.step.StepRef;
import dev.perdure.workflows.ActActivities;
import dev.perdure.workflows.ActResult;
import dev.perdure.workflows.DelegateActivities;
import dev.perdure.workflows.FailureDetail;
import dev.perdure.workflows.ThinkActivities;
import dev.perdure.workflows.ThinkOrder;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a THINK makes of an agent's configuration: models, gates, budgets, schemas, sub-agents. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThinkPlansTest {

  private static final Map<String, Object> SCHEMA =
      Map.of(
          "type", "object",
          "properties", Map.of("city", Map.of("type", "string")),
          "required", List.of("city"));

  private Lab lab;
  private TestActivityEnvironment environment;
  private ThinkActivities thinking;
  private ActActivities acting;
  private DelegateActivities delegating;

  @BeforeAll
  void open() {
    lab = new Lab(ThinkPlansTest.class);
    environment = TestActivityEnvironment.newInstance();
    environment.registerActivitiesImplementations(
        lab.think, lab.act, new DelegateActivitiesImpl(lab.ports));
    thinking = environment.newActivityStub(ThinkActivities.class);
    acting = environment.newActivityStub(ActActivities.class);
    delegating = environment.newActivityStub(DelegateActivities.class);
  }

  @AfterAll
  void close() {
    environment.close();
    lab.close();
  }

  @BeforeEach
  void quiet() {
    lab.model.requests.clear();
    lab.model.part = ScriptedModel.says("All is well.");
    lab.skill.invocations.clear();
    lab.skill.onCall = call -> ToolOutput.of("nothing");
    lab.live.all.clear();
  }

  @Test
  void asksTheFallbackModelThatIsOrderedAndSaysSo() {
    RunRef run = lab.running(LabAgent.config().fallbacks("lab/second", "lab/third").build());
    lab.live.all.clear();
    ThinkOrder order = new ThinkOrder(2, false, new RunError("model_away", "It is away.", null));
    thinking.think(StepRef.of(run, 1), order);
    assertThat(lab.model.requests.getFirst().model()).isEqualTo("lab/third");
    assertThat(lab.live.events(RunEvent.Custom.class))
        .filteredOn(event -> event.name().equals(RunEvent.Custom.DEGRADED))
        .singleElement()
        .extracting(RunEvent.Custom::value)
        .asString()
        .contains("lab/second", "lab/third", "It is away.");
  }

  @Test
  void aFallbackModelThereIsNotFailsForGood() {
    RunRef run = lab.running();
    assertThatThrownBy(() -> thinking.think(StepRef.of(run, 1), new ThinkOrder(1, false)))
        .cause()
        .hasMessageContaining("model_not_found");
  }

  @Test
  void theLastCallHasNoToolsAndIsToldToAnswer() {
    RunRef run = lab.running();
    assertThat(thinking.think(StepRef.of(run, 1), new ThinkOrder(0, true)))
        .isEqualTo(new Decision.Respond());
    var request = lab.model.requests.getFirst();
    assertThat(request.tools()).isEmpty();
    assertThat(request.instructions()).endsWith("say what is missing.");
  }

  @Test
  void theLastCallMakesNoCallsWhateverTheModelWants() {
    RunRef run = lab.running();
    lab.model.part =
        (request, listener, cancellation) ->
            ScriptedModel.reply(
                new ContentPart.Text("I know this."), new ToolCall("a", "probe", "{}"));
    assertThat(thinking.think(StepRef.of(run, 1), new ThinkOrder(0, true)))
        .isEqualTo(new Decision.Respond());
    assertThat(lab.messages(run).getLast().content())
        .containsExactly(new ContentPart.Text("I know this."));
    RunRef silent = lab.running();
    lab.model.part = ScriptedModel.asksFor("probe", "{}");
    assertThatThrownBy(() -> thinking.think(StepRef.of(silent, 1), new ThinkOrder(0, true)))
        .cause()
        .hasMessageContaining("model_no_answer");
  }

  @Test
  void aBudgetThatDoesNotCoverTheCallExhaustsTheStepButNotTheLastOne() {
    RunRef run =
        lab.running(
            LabAgent.config().budget(new Budget(1_000L, null, null, OnExhausted.WAIT)).build());
    assertThat(thinking.think(StepRef.of(run, 1), null))
        .isEqualTo(new Decision.Exhausted(BudgetKind.TOKENS));
    assertThat(lab.model.requests).isEmpty();
    assertThat(thinking.think(StepRef.of(run, 1), new ThinkOrder(0, true)))
        .isEqualTo(new Decision.Respond());
  }

  @Test
  void moneyIsHeldBeforeAndSettledAfter() {
    RunRef run =
        lab.running(
            LabAgent.config().budget(new Budget(null, 1_000_000L, null, OnExhausted.WAIT)).build());
    lab.model.part =
        (request, listener, cancellation) -> {
          assertThat(lab.run(run).budget().reservedCostMicros()).isGreaterThan(10_000);
          return ScriptedModel.says("Well.").reply(request, listener, cancellation);
        };
    thinking.think(StepRef.of(run, 1), null);
    assertThat(lab.run(run).budget().reservedCostMicros()).isZero();
    assertThat(lab.run(run).budget().spentCostMicros()).isEqualTo(120 * 10);
    assertThat(lab.run(run).costMicros()).isEqualTo(120 * 10);
  }

  @Test
  void showsWhatTheModelThinksAloud() {
    RunRef run = lab.running();
    lab.live.all.clear();
    lab.model.part =
        (request, listener, cancellation) -> {
          listener.reasoning("Let me ");
          listener.reasoning("see.");
          listener.text("Well.");
          return new ModelReply(
              List.of(new ContentPart.Text("Well.")),
              TokenUsage.NONE,
              "lab",
              "scripted-1",
              false,
              "Let me see.");
        };
    thinking.think(StepRef.of(run, 1), null);
    UUID reasoning = lab.live.events(RunEvent.ReasoningStart.class).getFirst().messageId();
    assertThat(lab.live.deltas())
        .filteredOn(delta -> delta.reasoning())
        .allMatch(delta -> delta.messageId().equals(reasoning))
        .extracting(delta -> delta.text())
        .containsExactly("Let me ", "see.");
    assertThat(lab.live.events(RunEvent.ReasoningEnd.class))
        .containsExactly(new RunEvent.ReasoningEnd(reasoning, "Let me see."));
  }

  @Test
  void anAnswerThatDoesNotFitTheSchemaIsAskedForAgain() {
    RunRef run = lab.running(LabAgent.config().schema(SCHEMA).build());
    lab.live.all.clear();
    AtomicInteger calls = new AtomicInteger();
    lab.model.part =
        (request, listener, cancellation) ->
            ScriptedModel.says(calls.incrementAndGet() == 1 ? "It is Ulm." : "{\"city\":\"Ulm\"}")
                .reply(request, listener, cancellation);
    assertThat(thinking.think(StepRef.of(run, 1), null)).isEqualTo(new Decision.Respond());
    assertThat(lab.model.requests.get(0).responseSchema()).isEqualTo(SCHEMA);
    assertThat(lab.model.requests.get(1).messages().getLast().text())
        .contains("does not fit", "not valid JSON", "\"city\"");
    assertThat(lab.messages(run))
        .extracting(Message::text)
        .containsExactly("How is it?", "{\"city\":\"Ulm\"}");
    assertThat(lab.run(run).usage().output()).isEqualTo(40);
    assertThat(lab.live.events(RunEvent.Custom.class))
        .extracting(RunEvent.Custom::name)
        .contains(RunEvent.Custom.MESSAGE_RESET);
  }

  @Test
  void anAnswerThatNeverFitsTheSchemaFailsForGood() {
    RunRef run = lab.running(LabAgent.config().schema(SCHEMA).build());
    assertThatThrownBy(() -> thinking.think(StepRef.of(run, 1), null))
        .cause()
        .hasMessageContaining("output_schema_mismatch");
    assertThat(lab.model.requests).hasSize(2);
  }

  @Test
  void callsAreNotHeldAgainstTheSchema() {
    RunRef run = lab.running(LabAgent.config().schema(SCHEMA).build());
    lab.model.part = ScriptedModel.asksFor("probe", "{\"what\":\"it\"}");
    assertThat(thinking.think(StepRef.of(run, 1), null)).isInstanceOf(Decision.Act.class);
  }

  @Test
  void callsOfHighRiskWaitForApprovalOnTheTermsOfThePolicy() {
    WaitTerms terms = new WaitTerms(Duration.ofHours(1), Duration.ofDays(1), DeadlinePolicy.EXPIRE);
    ApprovalPolicy policy =
        new ApprovalPolicy(
            ApprovalMode.BY_RISK,
            Risk.HIGH,
            List.of(new ApprovalRule("probe", ApprovalMode.ALWAYS, Map.of("/what", "secret"))),
            terms);
    RunRef run = lab.running(LabAgent.config().approvals(policy).build());
    lab.model.part =
        ScriptedModel.asksFor(
            new ToolCall("a", "wipe", "{\"what\":\"it\"}"),
            new ToolCall("b", "probe", "{\"what\":\"secret\"}"),
            new ToolCall("c", "probe", "{\"what\":\"plain\"}"));
    List<PlannedCall> calls = acts(run, 1);
    assertThat(calls)
        .extracting(PlannedCall::gate)
        .containsExactly(Gate.APPROVAL, Gate.APPROVAL, null);
    assertThat(calls.getFirst().terms()).isEqualTo(terms);
  }

  @Test
  void aQuestionWaitsForItsAnswerUnlessNobodyCanReadIt() {
    RunRef run = lab.running(LabAgent.config().askUser().build());
    lab.model.part =
        ScriptedModel.asksFor(
            new ToolCall("a", "ask_user", "{\"question\":\"Which?\",\"choices\":[\"a\",\"b\"]}"),
            new ToolCall("b", "ask_user", "{\"question\":\" \"}"));
    List<PlannedCall> calls = acts(run, 1);
    assertThat(calls).extracting(PlannedCall::gate).containsExactly(Gate.ANSWER, null);
    assertThat(acting.act(StepRef.of(run, 2).withCall(2))).isEqualTo(ActResult.DONE);
    assertThat(lab.toolResult(run).content()).startsWith("The arguments of ask_user are not valid");
    assertThat(lab.model.requests.getFirst().tools())
        .extracting(tool -> tool.name())
        .contains("ask_user")
        .doesNotContain("read_artifact");
  }

  @Test
  void moreCallsThanAreMadeAtOnceAreToldSo() {
    RunRef run = lab.running();
    lab.model.part =
        ScriptedModel.asksFor(
            IntStream.range(0, 300)
                .mapToObj(i -> new ToolCall("c" + i, "probe", "{\"what\":\"" + i + "\"}"))
                .toArray(ToolCall[]::new));
    assertThat(acts(run, 1)).hasSize(Contents.MOST_KEPT_CALLS);
    acting.act(StepRef.of(run, 2).withCall(64));
    acting.act(StepRef.of(run, 2).withCall(65));
    assertThat(lab.skill.invocations).hasSize(1);
    assertThat(lab.messages(run).getLast().content().getFirst().toString())
        .contains("No more than 64 calls");
  }

  @Test
  void aCallThatWasCutOffIsNotMade() {
    RunRef run = lab.running();
    lab.model.part =
        (request, listener, cancellation) ->
            new ModelReply(
                List.of(new ToolCall("a", "probe", "{\"what\":\"very lo")),
                TokenUsage.NONE,
                "lab",
                "scripted-1",
                true);
    assertThat(acts(run, 1)).hasSize(1);
    acting.act(StepRef.of(run, 2).withCall(1));
    assertThat(lab.toolResult(run).content()).startsWith("Your reply reached its output limit");
  }

  @Test
  void aNameNoToolCanHaveIsMadeFit() {
    RunRef run = lab.running();
    lab.model.part = ScriptedModel.asksFor("web.search " + "x".repeat(100), "{}");
    assertThat(acts(run, 1).getFirst().tool()).startsWith("web_search_x").hasSize(64);
  }

  @Test
  void aLoopIsToldAndThenStopped() {
    RunRef run = lab.running();
    lab.model.part = ScriptedModel.asksFor("probe", "{\"what\":\"it\"}");
    int step = 1;
    for (int i = 0; i < 5; i++, step += 2) {
      acts(run, step);
      acting.act(StepRef.of(run, step + 1).withCall(1));
    }
    assertThat(lab.skill.invocations).hasSize(3);
    assertThat(lab.messages(run).getLast().content().getFirst().toString())
        .contains("You have made this call 4 times");
    assertThat(thinking.think(StepRef.of(run, step), null))
        .isInstanceOfSatisfying(
            Decision.GiveUp.class, stop -> assertThat(stop.error().code()).isEqualTo("run_loop"));
  }

  @Test
  void aLargeResultIsKeptAndReadOn() {
    RunRef run = lab.running();
    String large = "ä0123456789".repeat(10_000);
    lab.skill.onCall = call -> ToolOutput.of(large);
    lab.model.part = ScriptedModel.asksFor("probe", "{\"what\":\"it\"}");
    acts(run, 1);
    acting.act(StepRef.of(run, 2).withCall(1));
    var artifact = lab.store.artifacts().list(run.orgId(), run.runId()).getFirst();
    assertThat(artifact.bytes()).isEqualTo(120_000);
    String read = "{\"artifact_id\":\"" + artifact.id() + "\",\"offset\":109990,\"length\":%d}";
    lab.model.part =
        ScriptedModel.asksFor(
            new ToolCall("r", "read_artifact", read.formatted(5)),
            new ToolCall("s", "read_artifact", read.formatted(50)),
            new ToolCall("t", "read_artifact", "{\"artifact_id\":\"" + new UUID(1, 2) + "\"}"));
    acts(run, 3);
    assertThat(lab.model.requests.getLast().tools())
        .extracting(tool -> tool.name())
        .contains("read_artifact");
    for (int call = 1; call <= 3; call++) {
      acting.act(StepRef.of(run, 4).withCall(call));
    }
    List<String> results =
        lab.messages(run).stream()
            .flatMap(message -> message.content().stream())
            .filter(ContentPart.ToolResult.class::isInstance)
            .map(part -> ((ContentPart.ToolResult) part).content())
            .skip(1)
            .toList();
    assertThat(results.get(0)).isEqualTo("01234\n[There is more: read on at offset 109995.]");
    assertThat(results.get(1)).isEqualTo("0123456789\n[This is the end of the artifact.]");
    assertThat(results.get(2)).startsWith("There is no artifact");
  }

  @Test
  void anotherSessionsArtifactIsNotRead() {
    RunRef owner = lab.running();
    lab.skill.onCall = call -> ToolOutput.of("x".repeat(100_000));
    lab.model.part = ScriptedModel.asksFor("probe", "{\"what\":\"it\"}");
    acts(owner, 1);
    acting.act(StepRef.of(owner, 2).withCall(1));
    UUID artifact = lab.store.artifacts().list(owner.orgId(), owner.runId()).getFirst().id();
    RunRef other = lab.running();
    lab.model.part =
        ScriptedModel.asksFor("read_artifact", "{\"artifact_id\":\"" + artifact + "\"}");
    acts(other, 1);
    acting.act(StepRef.of(other, 2).withCall(1));
    assertThat(lab.toolResult(other).content()).isEqualTo("There is no artifact " + artifact + ".");
  }

  @Test
  void delegatesWithATaskOfItsOwn() {
    UUID helper = lab.agent().id();
    RunRef run = lab.running(LabAgent.config().delegatesTo(helper).build());
    lab.model.part =
        ScriptedModel.asksFor(
            new ToolCall("a", "delegate_to_helper", "{\"task\":\"Find out.\"}"),
            new ToolCall("b", "delegate_to_helper", "{\"task\":\"\"}"),
            new ToolCall("c", "probe", "{\"what\":\"it\"}"));
    Decision.ActAndDelegate both =
        (Decision.ActAndDelegate) thinking.think(StepRef.of(run, 1), null);
    assertThat(both.calls()).hasSize(1);
    assertThat(both.delegations()).extracting(PlannedCall::call).containsExactly(1, 2);
    StepRef call = StepRef.of(run, 3).withCall(1);
    var made = delegating.delegate(call);
    assertThat(made.agentId()).isEqualTo(helper);
    assertThat(delegating.delegate(call)).isEqualTo(made);
    RunRef child = Objects.requireNonNull(made.child());
    assertThat(lab.run(child).input()).containsExactly(new ContentPart.Text("Find out."));
    var refused = delegating.delegate(StepRef.of(run, 3).withCall(2));
    assertThat(refused.child()).isNull();
    assertThat(lab.toolResult(run).content())
        .startsWith("The arguments of delegate_to_helper are not valid");
  }

  @Test
  void anAgentThatIsNotInUseIsToldToTheModel() {
    UUID helper = lab.agent().id();
    RunRef run = lab.running(LabAgent.config().delegatesTo(helper).build());
    lab.store.agents().archive(lab.caller, helper);
    lab.model.part = ScriptedModel.asksFor("delegate_to_helper", "{\"task\":\"Find out.\"}");
    thinking.think(StepRef.of(run, 1), null);
    assertThat(delegating.delegate(StepRef.of(run, 2).withCall(1)).child()).isNull();
    assertThat(lab.toolResult(run).content()).contains("not in use any more");
  }

  @Test
  void anErrorOfTheModelTellsWhatToDoAndWhetherTimeMayHealIt() {
    var limited =
        Failures.of(PerdureException.modelRetryable("model_timeout", "Slow.", null, null));
    var detail = limited.getDetails().get(FailureDetail.class);
    assertThat(detail.retryable()).isTrue();
    assertThat(detail.suggestion()).contains("another model");
    var key = Failures.of(PerdureException.modelFinal("model_key_invalid", "Bad key.", null));
    assertThat(key.getDetails().get(FailureDetail.class).retryable()).isFalse();
  }

  private List<PlannedCall> acts(RunRef run, int step) {
    return ((Decision.Act) thinking.think(StepRef.of(run, step), null)).calls();
  }
}
