package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.ApprovalMode;
import dev.perdure.core.agent.ApprovalPolicy;
import dev.perdure.core.agent.ApprovalRule;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.run.DeadlinePolicy;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.PlannedCall.Gate;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Requester;
import dev.perdure.workflows.ActResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of the calls that a model wants: gates, limits, loops, artifacts, sub-agents. */
class PlannedCallsTest extends ThinkScene {

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
    lab.store.agents().archive(Requester.of(lab.caller), helper);
    lab.model.part = ScriptedModel.asksFor("delegate_to_helper", "{\"task\":\"Find out.\"}");
    thinking.think(StepRef.of(run, 1), null);
    assertThat(delegating.delegate(StepRef.of(run, 2).withCall(1)).child()).isNull();
    assertThat(lab.toolResult(run).content()).contains("not in use any more");
  }
}
