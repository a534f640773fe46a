package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.model.ToolSpec;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.session.ContentPart.ToolResult;
import dev.perdure.core.step.StepRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Skills and tools are shown to a model as it asks for them. */
class DisclosureTest extends ThinkScene {

  private RunRef run(String... skills) {
    return lab.running(AgentConfig.of("Be brief.", "lab/scripted", null, List.of(skills), 200));
  }

  private ModelRequest request() {
    return lab.model.requests.getLast();
  }

  private List<String> offered() {
    return request().tools().stream().map(ToolSpec::name).toList();
  }

  private void calls(RunRef run, int step, String tool, String arguments) {
    lab.model.part = ScriptedModel.asksFor(new ToolCall("call-" + step, tool, arguments));
    acts(run, step);
    acting.act(StepRef.of(run, step + 1).withCall(1));
    lab.model.part = ScriptedModel.says("Done.");
  }

  private ToolResult lastResult(RunRef run) {
    return (ToolResult) lab.messages(run).getLast().content().getFirst();
  }

  @Test
  void fewToolsAreShownFromTheBeginning() {
    RunRef run = run("lab");
    thinking.think(StepRef.of(run, 1), null);
    assertThat(offered()).contains("probe", "fire").doesNotContain("open_skill");
    assertThat(request().instructions()).contains("Probe before you answer.");
  }

  @Test
  void aSkillOnDemandIsNamedAndItsInstructionsComeWhenItIsOpened() {
    RunRef run = run("lab", "manual");
    thinking.think(StepRef.of(run, 1), null);
    assertThat(offered()).contains("probe", "open_skill").doesNotContain("turn");
    assertThat(request().instructions())
        .contains("- manual: Turns the valve.")
        .doesNotContain("clockwise");

    RunRef other = run("lab", "manual");
    calls(other, 1, "open_skill", "{\"skill\":\"manual\"}");
    assertThat(lastResult(other).content())
        .contains("Turn it clockwise, slowly.")
        .contains("- turn: Does turn.")
        .doesNotContain("And more");
    assertThat(lastResult(other).untrusted()).isNull();
    thinking.think(StepRef.of(other, 3), null);
    assertThat(offered()).contains("turn", "open_skill");
  }

  @Test
  void ofManyToolsThoseThatWereAskedForAreShown() {
    RunRef run = run("lab", "warehouse");
    calls(run, 1, "open_skill", "{\"skill\":\"warehouse\"}");
    assertThat(lab.model.requests.getFirst().tools())
        .extracting(ToolSpec::name)
        .containsExactly("open_skill");
    assertThat(lastResult(run).content()).contains("name those you need").contains("shelf_45");
    calls(run, 3, "open_skill", "{\"skill\":\"warehouse\",\"tools\":[\"shelf_7\",\"shelf_9\"]}");
    assertThat(offered()).containsExactly("open_skill");
    thinking.think(StepRef.of(run, 5), null);
    assertThat(offered()).containsExactlyInAnyOrder("shelf_7", "shelf_9", "open_skill");
  }

  @Test
  void aFewToolsWithLargeSchemasAreShownAsManyAre() {
    RunRef run = run("heavy");
    calls(run, 1, "open_skill", "{\"skill\":\"heavy\"}");
    assertThat(lab.model.requests.getFirst().tools())
        .extracting(ToolSpec::name)
        .containsExactly("open_skill");
    assertThat(lastResult(run).content()).contains("name those you need").contains("- lift_3");
    calls(run, 3, "open_skill", "{\"skill\":\"heavy\",\"tools\":[\"lift_2\"]}");
    thinking.think(StepRef.of(run, 5), null);
    assertThat(offered()).containsExactlyInAnyOrder("lift_2", "open_skill");
  }

  @Test
  void whatThereIsNotCanNotBeOpened() {
    RunRef run = run("lab", "manual");
    calls(run, 1, "open_skill", "{\"skill\":\"lab\"}");
    assertThat(lastResult(run).error()).isTrue();
    assertThat(lastResult(run).content()).contains("There are: manual.");
    calls(run, 3, "open_skill", "{\"skill\":\"manual\",\"tools\":[\"push\"]}");
    assertThat(lastResult(run).content())
        .isEqualTo("The skill manual has no push. Open it without \"tools\" to see what it has.");
  }

  @Test
  void aModelThatGuessesAToolRightMayCallIt() {
    RunRef run = run("lab", "manual");
    calls(run, 1, "turn", "{}");
    assertThat(lastResult(run).content()).isEqualTo("turn is done");
  }
}
