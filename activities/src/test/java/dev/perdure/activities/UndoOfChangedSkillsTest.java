package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.run.EffectEntry.Undo;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.Requester;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call is undone by the version that made it, or it is said why it can't be. */
class UndoOfChangedSkillsTest extends ThinkScene {

  private String name = "";
  private StepRef call;

  @BeforeEach
  void aCallWasMade() {
    lab.kind.called.clear();
    lab.kind.undone.clear();
    name = "s" + UUID.randomUUID().toString().substring(0, 8);
    lab.store
        .customSkills()
        .create(
            Requester.of(lab.caller),
            LabKind.content(name, name + "_send", Effect.ONCE, Risk.LOW, "what"),
            Map.of(),
            null);
    RunRef run = lab.running(AgentConfig.of("Be brief.", "lab/scripted", null, List.of(name), 200));
    lab.model.part = ScriptedModel.asksFor(name + "_send", "{\"what\":\"it\"}");
    acts(run, 1);
    call = StepRef.of(run, 2).withCall(1);
    acting.act(call);
    assertThat(lab.kind.called).hasSize(1);
  }

  private void assertImpossible(String why) {
    undoing.undo(call);
    assertThat(lab.kind.undone).isEmpty();
    assertThat(lab.effect(call).undo()).isEqualTo(Undo.IMPOSSIBLE);
    assertThat(lab.effect(call).undoMessage()).contains(why).contains("by hand");
  }

  @Test
  void theVersionThatMadeTheCallUndoesItWhateverWasPromotedSince() {
    lab.store
        .customSkills()
        .addVersion(
            Requester.of(lab.caller),
            LabKind.content(name, name + "_post", Effect.ONCE, Risk.LOW, "what"),
            null,
            true,
            null);
    undoing.undo(call);
    String made = name + "@1/" + name + "_send";
    assertThat(lab.kind.undone).containsExactly(made + " called " + made);
    assertThat(lab.effect(call).undo()).isEqualTo(Undo.UNDONE);
  }

  @Test
  void nothingOfASkillThatIsSwitchedOffIsCalledAndThatIsSaid() {
    lab.store
        .skillSettings()
        .put(
            Actor.of(lab.caller, null, null),
            lab.caller.orgId(),
            name,
            new SkillSettings(false, Map.of(), Map.of()));
    assertImpossible("The skill " + name + " was switched off");
  }

  @Test
  void aSkillThatIsGoneIsSaid() {
    lab.deleteSkill(call);
    assertImpossible("is not there any more");
  }
}
