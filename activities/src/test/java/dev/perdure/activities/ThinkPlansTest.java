package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.agent.Budget;
import dev.perdure.core.agent.OnExhausted;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.session.Message;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.StepRef;
import dev.perdure.workflows.FailureDetail;
import dev.perdure.workflows.ThinkOrder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a THINK makes of an agent's configuration: models, budgets, schemas. */
class ThinkPlansTest extends ThinkScene {

  private static final Map<String, Object> SCHEMA =
      Map.of(
          "type", "object",
          "properties", Map.of("city", Map.of("type", "string")),
          "required", List.of("city"));

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
  void whatAnAnswerCostThatIsNotTakenIsBooked() {
    Budget budget = new Budget(50_000L, null, null, OnExhausted.WAIT);
    RunRef run = lab.running(LabAgent.config().schema(SCHEMA).budget(budget).build());
    lab.live.all.clear();
    assertThatThrownBy(() -> thinking.think(StepRef.of(run, 1), null))
        .cause()
        .hasMessageContaining("output_schema_mismatch");
    assertThat(lab.run(run).budget().spentTokens()).isEqualTo(2 * 120);
    assertThat(lab.run(run).budget().reservedTokens()).isZero();
    assertThat(lab.run(run).usage().output()).isEqualTo(40);
    assertThat(lab.live.events(RunEvent.Custom.class))
        .extracting(RunEvent.Custom::name)
        .containsOnlyOnce(RunEvent.Custom.USAGE);
  }

  @Test
  void aReplyMayHaveWhatTheBudgetBuysAndNoMore() {
    assertThat(maxOutput(new Budget(3_000L, null, null, OnExhausted.WAIT))).isBetween(1_100, 2_990);
    assertThat(maxOutput(new Budget(null, 40_000L, null, OnExhausted.WAIT)))
        .isBetween(1_100, 3_990);
    assertThat(maxOutput(new Budget(1_000_000L, null, null, OnExhausted.WAIT)))
        .isEqualTo(Estimate.MOST_OUTPUT);
    assertThat(maxOutput(Budget.NONE)).isNull();
  }

  private @Nullable Integer maxOutput(Budget budget) {
    RunRef run = lab.running(LabAgent.config().budget(budget).build());
    lab.model.part =
        (request, listener, cancellation) -> {
          Long tokens = budget.tokens();
          if (tokens != null && tokens < Estimate.MOST_OUTPUT) {
            assertThat(lab.run(run).budget().reservedTokens()).isEqualTo(tokens);
          }
          return ScriptedModel.says("Well.").reply(request, listener, cancellation);
        };
    thinking.think(StepRef.of(run, 1), null);
    return lab.model.requests.getLast().parameters().maxOutputTokens();
  }

  @Test
  void callsAreNotHeldAgainstTheSchema() {
    RunRef run = lab.running(LabAgent.config().schema(SCHEMA).build());
    lab.model.part = ScriptedModel.asksFor("probe", "{\"what\":\"it\"}");
    assertThat(thinking.think(StepRef.of(run, 1), null)).isInstanceOf(Decision.Act.class);
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
}
