package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.ApprovalMode;
import dev.perdure.core.agent.ApprovalPolicy;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RunCommand;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.session.ContentPart.ToolResult;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.PlannedCall.Gate;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.Requester;
import dev.perdure.workflows.ActResult;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call is made of the tool that it was planned for, with the settings of then, or not at all. */
class ToolChangedTest extends ThinkScene {

  private String name = "";

  @BeforeEach
  void made() {
    lab.kind.called.clear();
    lab.kind.undone.clear();
    lab.kind.ready = true;
    name = "s" + UUID.randomUUID().toString().substring(0, 8);
    lab.store
        .customSkills()
        .create(
            Requester.of(lab.caller),
            LabKind.content(name, name + "_send", Effect.NONE, Risk.LOW, "what"),
            Map.of(),
            null);
  }

  private void version(String tool, Effect effect, Risk risk, String argument) {
    lab.store
        .customSkills()
        .addVersion(
            Requester.of(lab.caller),
            LabKind.content(name, tool, effect, risk, argument),
            null,
            true,
            null);
  }

  private void set(SkillSettings settings) {
    lab.store
        .skillSettings()
        .put(Actor.of(lab.caller, null, null), lab.caller.orgId(), name, settings);
  }

  private AgentConfig agent(ApprovalMode mode, String... skills) {
    return AgentConfig.of(
        "Be brief.",
        "lab/scripted",
        null,
        List.of(skills),
        200,
        List.of(),
        List.of(),
        false,
        new ApprovalPolicy(mode, Risk.HIGH, List.of(), WaitTerms.FOREVER),
        null,
        null,
        null);
  }

  private StepRef planned(RunRef run, String tool) {
    lab.model.part = ScriptedModel.asksFor(new ToolCall("call", tool, "{\"what\":\"it\"}"));
    acts(run, 1);
    return StepRef.of(run, 2).withCall(1);
  }

  private StepRef planned() {
    return planned(lab.running(agent(ApprovalMode.NEVER, name)), name + "_send");
  }

  private void isNotMade(StepRef call) {
    assertThat(acting.act(call)).isEqualTo(ActResult.DONE);
    assertThat(lab.kind.called).isEmpty();
    ToolResult told = lab.toolResult(call.run());
    assertThat(told.error()).isTrue();
    assertThat(told.content()).startsWith("tool_changed: ").contains("nothing happened");
    assertThat(Objects.requireNonNull(lab.step(call).error()).code()).isEqualTo("tool_changed");
    assertThat(lab.store.effects().list(call.run().orgId(), call.run().runId())).isEmpty();
  }

  @Test
  void aToolThatIsTheSameIsCalled() {
    StepRef call = planned();
    assertThat(acting.act(call)).isEqualTo(ActResult.DONE);
    assertThat(lab.kind.called).containsExactly(name + "@1/" + name + "_send");
  }

  @Test
  void anApprovalOfOneVersionIsNoneOfTheNext() {
    RunRef run = lab.running(agent(ApprovalMode.ALWAYS, name));
    lab.model.part =
        ScriptedModel.asksFor(new ToolCall("call", name + "_send", "{\"what\":\"it\"}"));
    List<PlannedCall> calls = acts(run, 1);
    assertThat(calls.getFirst().gate()).isEqualTo(Gate.APPROVAL);
    StepRef call = StepRef.of(run, 2).withCall(1);
    UUID approval =
        Objects.requireNonNull(
            lab.ports
                .interrupts()
                .open(
                    new InterruptRequest(
                        call, 1, WaitReason.APPROVAL, null, List.of(), WaitTerms.FOREVER, null))
                .interruptId());
    version(name + "_send", Effect.ONCE, Risk.HIGH, "what");
    lab.tell(run.runId(), new RunCommand.Approve(approval, null));
    isNotMade(call);

    lab.model.part = ScriptedModel.asksFor(name + "_send", "{\"what\":\"it\"}");
    PlannedCall again = acts(run, 3).getFirst();
    assertThat(again.gate()).as("it is asked for anew").isEqualTo(Gate.APPROVAL);
    assertThat(again.effect()).isEqualTo(Effect.ONCE);
  }

  @Test
  void aSchemaThatChangesInMidRunIsLookedAtAgain() {
    StepRef call = planned();
    version(name + "_send", Effect.NONE, Risk.LOW, "where");
    isNotMade(call);
    lab.model.part = ScriptedModel.asksFor(name + "_send", "{\"where\":\"there\"}");
    acts(call.run(), 3);
    assertThat(lab.model.requests.getLast().tools().getFirst().inputSchema().toString())
        .contains("where");
    acting.act(StepRef.of(call.run(), 4).withCall(1));
    assertThat(lab.kind.called).containsExactly(name + "@2/" + name + "_send");
  }

  @Test
  void anotherVersionThatSaysTheSameIsAnotherTool() {
    StepRef call = planned();
    version(name + "_send", Effect.NONE, Risk.LOW, "what");
    isNotMade(call);
  }

  @Test
  void aVersionThatTheAgentNamesStaysWhateverIsPromoted() {
    StepRef call = planned(lab.running(agent(ApprovalMode.NEVER, name + "@1")), name + "_send");
    version(name + "_send", Effect.ONCE, Risk.HIGH, "what");
    acting.act(call);
    assertThat(lab.kind.called).containsExactly(name + "@1/" + name + "_send");
  }

  @Test
  void aToolThatIsGoneIsToldWithWhatThereIs() {
    StepRef call = planned();
    version(name + "_post", Effect.NONE, Risk.LOW, "what");
    isNotMade(call);
    assertThat(lab.toolResult(call.run()).content()).contains("Tools: " + name + "_post.");
  }

  @Test
  void aSkillThatHasNotToldItsToolsYetIsWaitedFor() {
    StepRef call = planned();
    lab.kind.ready = false;
    assertThatExceptionOfType(ActivityFailure.class)
        .isThrownBy(() -> acting.act(call))
        .withRootCauseInstanceOf(ApplicationFailure.class)
        .withStackTraceContaining("skill_unavailable");
    assertThat(lab.kind.called).isEmpty();
    lab.kind.ready = true;
    assertThat(acting.act(call)).isEqualTo(ActResult.DONE);
    assertThat(lab.kind.called).containsExactly(name + "@1/" + name + "_send");
  }

  @Test
  void aToolThatAppearsAfterItWasGuessedIsNotWhatWasMeant() {
    StepRef call = planned(lab.running(agent(ApprovalMode.BY_RISK, name)), name + "_wipe");
    version(name + "_wipe", Effect.ONCE, Risk.HIGH, "what");
    isNotMade(call);
  }

  @Test
  void aSkillThatIsSwitchedOffIsNotCalled() {
    StepRef call = planned();
    set(new SkillSettings(false, Map.of(), Map.of()));
    isNotMade(call);
  }

  @Test
  void otherSettingsAndOtherSecretsMakeAnotherTool() {
    StepRef first = planned();
    set(new SkillSettings(true, Map.of("url", "https://elsewhere.test"), Map.of()));
    isNotMade(first);
    StepRef second = planned();
    set(new SkillSettings(true, Map.of("url", "https://elsewhere.test"), Map.of("key", "OTHER")));
    isNotMade(second);
  }

  @Test
  void aNameThatAnotherSkillBringsAsWellIsNobodysFromThenOn() {
    String other = name + "x";
    lab.store
        .customSkills()
        .create(
            Requester.of(lab.caller),
            LabKind.content(other, other + "_find", Effect.NONE, Risk.LOW, "what"),
            Map.of(),
            null);
    StepRef call = planned(lab.running(agent(ApprovalMode.NEVER, other, name)), name + "_send");
    lab.store
        .customSkills()
        .addVersion(
            Requester.of(lab.caller),
            LabKind.content(other, name + "_send", Effect.ONCE, Risk.HIGH, "what"),
            null,
            true,
            null);
    isNotMade(call);
    String told =
        "The tools named \"" + name + "_send\" of " + other + " and " + name + " are left out";
    assertThat(lab.toolResult(call.run()).content()).contains(told);
    lab.model.part = ScriptedModel.says("Well.");
    thinking.think(StepRef.of(call.run(), 3), null);
    assertThat(lab.model.requests.getLast().instructions()).contains(told);
    assertThat(lab.model.requests.getLast().tools()).isEmpty();
  }

  @Test
  void callsPlannedBeforeToolsWereKeptAreMade() {
    StepRef call = planned();
    lab.forgetTool(call);
    version(name + "_send", Effect.NONE, Risk.LOW, "what");
    acting.act(call);
    assertThat(lab.kind.called).containsExactly(name + "@2/" + name + "_send");
  }
}
