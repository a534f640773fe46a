package dev.perdure.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.testkit.EffectRecorder;
import dev.perdure.testkit.RecorderFault;
import dev.perdure.testkit.RecorderFault.When;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RecorderSkillTest {
  private static EffectRecorder recorder;

  @BeforeAll
  static void start() {
    recorder = EffectRecorder.start();
  }

  @AfterAll
  static void stop() {
    recorder.close();
  }

  @Test
  void recordsUnderTheIdempotencyKey() {
    var call = call();
    var output = tool(Optional.of(recorder.url())).call(call);
    assertThat(output.error()).isFalse();
    assertThat(recorder.effectsOf(call.idempotencyKey()))
        .singleElement()
        .satisfies(effect -> assertThat(effect.payload().path("note").asText()).isEqualTo("hi"));
  }

  @Test
  void aFailureOfTheRecorderMayBeTriedAgain() {
    var call = call();
    recorder.inject(RecorderFault.status(When.AFTER, 503).forKeysWith(call.idempotencyKey()));
    var tool = tool(Optional.of(recorder.url()));
    var failure = catchThrowableOfType(PerdureException.class, () -> tool.call(call));
    assertThat(failure.error().retryable()).isTrue();
    tool.call(call);
    assertThat(recorder.effectsOf(call.idempotencyKey())).hasSize(2);
  }

  @Test
  void saysWhenThereIsNoRecorder() {
    assertThat(tool(Optional.empty()).call(call()).error()).isTrue();
  }

  @Test
  void aLostAnswerOfACallThatMustHappenOnceIsNoFailureOfTheTool() {
    var call = call();
    recorder.inject(RecorderFault.cut(When.AFTER).forKeysWith(call.idempotencyKey()));
    Tool once = new RecorderSkill(Optional.of(recorder.url())).tools().get(1);
    assertThat(once.descriptor().effect()).isEqualTo(Effect.ONCE);
    assertThatThrownBy(() -> once.call(call)).isNotInstanceOf(PerdureException.class);
    assertThat(recorder.effectsOf(call.idempotencyKey())).hasSize(1);
  }

  @Test
  void undoesUnderTheSameKey() {
    var call = call();
    var tool = (CompensableTool) new RecorderSkill(Optional.of(recorder.url())).tools().get(2);
    tool.call(call);
    tool.undo(call, "");
    assertThat(recorder.effectsOf(call.idempotencyKey()))
        .map(effect -> effect.payload().toString())
        .containsExactly("{\"note\":\"hi\"}", "{\"undo\":\"hi\"}");
  }

  @Test
  void isFoundByServiceLoaderAsAnIdempotentTool() {
    Skill skill = ServiceLoader.load(Skill.class).findFirst().orElseThrow();
    assertThat(skill.tools().getFirst().descriptor().name()).isEqualTo("record_effect");
    assertThat(skill.tools().getFirst().descriptor().effect()).isEqualTo(Effect.IDEMPOTENT);
  }

  private static Tool tool(Optional<String> url) {
    return new RecorderSkill(url).tools().getFirst();
  }

  private static ToolInvocation call() {
    var run = new RunRef(new OrgId(UUID.randomUUID()), UUID.randomUUID(), UUID.randomUUID());
    return ToolInvocation.of(StepRef.of(run, 2).withCall(1), Map.of("note", "hi"));
  }
}
