package dev.perdure.llm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelListener;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.model.ToolSpec;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.llm.Asks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That every feature of the orchestrator can be played without a key. */
class RehearsalFeaturesTest {
  private static final ToolSpec RECORD = Asks.tool("record_effect", "note", "Records");
  private static final ToolSpec ASK = Asks.tool("ask_user", "question", "Asks");
  private static final ToolSpec WRITER = Asks.tool("delegate_to_writer", "task", "Hands over");
  private static final ToolSpec CHECKER =
      Asks.tool("delegate_to_fact_checker", "task", "Hands over");
  private static final ToolSpec[] ALL = {Asks.CLOCK, Asks.CALCULATOR, RECORD, ASK, WRITER, CHECKER};
  private static final Map<String, Object> SCHEMA =
      Map.of(
          "type",
          "object",
          "required",
          List.of("city", "days"),
          "properties",
          Map.of(
              "city",
              Map.of("type", "string", "maxLength", 20),
              "days",
              Map.of("type", "integer", "minimum", 3)));

  private final RehearsalProvider model = new RehearsalProvider(Duration.ZERO);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Delegate to the writer: a story and delegate to the fact checker: a proof"
            + " | delegate_to_writer={\"task\":\"a story\"}"
            + " | delegate_to_fact_checker={\"task\":\"a proof\"}",
        "Delegate to the writer and the fact checker: \"first this, then that\""
            + " | delegate_to_writer={\"task\":\"first this, then that\"}"
            + " | delegate_to_fact_checker={\"task\":\"first this, then that\"}",
        "Delegate to the fact checker: ask the writer"
            + " | delegate_to_fact_checker={\"task\":\"ask the writer\"} |",
        "Hand over to the writer a story | delegate_to_writer={\"task\":\"a story\"} |",
        "What time is it and delegate to the writer: record \"x\" 3 times"
            + " | clock={}"
            + " | delegate_to_writer={\"task\":\"record x 3 times\"}",
        "Record \"milk\" and ask me: which shop?"
            + " | record_effect={\"note\":\"milk\"} | ask_user={\"question\":\"which shop?\"}",
        "Delegate to the writer: the model fails"
            + " | delegate_to_writer={\"task\":\"the model fails\"} |",
      })
  void passesWordsOnToThoseTheyAreFor(String asked, String first, String second) {
    var expected = new ArrayList<String>();
    expected.add(first);
    Optional.ofNullable(second).ifPresent(expected::add);
    assertThat(calls(ask(asked))).containsExactlyElementsOf(expected);
  }

  @Test
  void saysWhenASubAgentIsNotThere() {
    ModelRequest request = ask("delegate to the painter: a picture");
    assertThat(calls(request)).isEmpty();
    assertThat(text(request)).contains("asked for delegate_to_painter");
  }

  @Test
  void doesTheSameStepSeveralTimesAndThenGoesOn() {
    ModelRequest request = ask("Record \"note $i\" 3 times, then what time is it");
    var said = new ArrayList<String>();
    for (int turn = 0; turn < 4; turn++) {
      ModelReply reply = reply(request);
      said.addAll(calls(reply));
      request = Asks.answered(request, reply.content(), "ok");
    }
    assertThat(said)
        .containsExactly(
            "record_effect={\"note\":\"note 1\"}",
            "record_effect={\"note\":\"note 2\"}",
            "record_effect={\"note\":\"note 3\"}",
            "clock={}");
    assertThat(text(request)).startsWith("This is what the tools said");
  }

  @Test
  void makesTheSameCallOverAndOverUntilItHasNoMoreTools() {
    ModelRequest request = ask("What is 1+1, over and over");
    for (int turn = 0; turn < 20; turn++) {
      ModelReply reply = reply(request);
      assertThat(calls(reply)).containsExactly("calculator={\"expression\":\"1+1\"}");
      request = Asks.answered(request, reply.content(), "2");
    }
    assertThat(text(Asks.of("default", request.messages()))).contains("calculator: 2");
  }

  @Test
  void tellsItsThoughtsFirst() {
    var heard = new ArrayList<String>();
    var thoughts = new StringBuilder();
    ModelReply reply =
        model.call(
            ask("Think aloud: what time is it?"),
            new ModelListener() {
              @Override
              public void text(String delta) {
                heard.add("text");
              }

              @Override
              public void reasoning(String delta) {
                assertThat(heard).isEmpty();
                thoughts.append(delta);
              }
            },
            Cancellation.NEVER);
    assertThat(thoughts).contains("They ask for clock");
    assertThat(reply.reasoning()).isEqualTo(thoughts.toString());
    assertThat(reply.usage().reasoning()).isPositive().isLessThan(reply.usage().output());
    assertThat(reply(ask("hello")).reasoning()).isNull();
  }

  @Test
  void answersInJsonThatFits() {
    assertThat(text(ask("hello").withResponseSchema(SCHEMA)))
        .isEqualTo("{\"city\":\"I am Perdure's rehea\",\"days\":3}");
    ModelRequest first = ask("what time is it").withResponseSchema(SCHEMA);
    assertThat(calls(first)).containsExactly("clock={}");
    ModelRequest second = Asks.answered(first, reply(first).content(), "noon");
    assertThat(text(second.withResponseSchema(SCHEMA)))
        .isEqualTo("{\"city\":\"clock: noon\",\"days\":3}");
  }

  @Test
  void answersAsItIsTold() {
    ModelRequest told = ask("answer {\"city\": \"Rome\", \"days\": 4}").withResponseSchema(SCHEMA);
    assertThat(text(told)).isEqualTo("{\"city\": \"Rome\", \"days\": 4}");
    ModelRequest wrong = ask("wrong json").withResponseSchema(SCHEMA);
    assertThat(text(wrong)).isEqualTo("{\"wrong\": ");
    assertThat(text(wrong)).endsWith("\"days\":3}");
    ModelRequest always =
        Asks.of(
                "default",
                List.of(
                    Asks.message(Role.USER, new ContentPart.Text("always wrong json")),
                    Asks.message(Role.ASSISTANT, new ContentPart.Text("{\"wrong\": ")),
                    Asks.message(Role.USER, new ContentPart.Text("It is not valid. Correct it."))))
            .withResponseSchema(SCHEMA);
    assertThat(text(always)).isEqualTo("{\"wrong\": ");
    assertThat(text(always)).isEqualTo("{\"wrong\": ");
  }

  @Test
  void failsAsOftenAsItIsTold() {
    ModelRequest twice = ask("The model fails twice, then what time is it");
    assertThat(failure(twice)).contains("model_unavailable");
    assertThat(failure(twice)).contains("model_unavailable");
    assertThat(calls(twice)).containsExactly("clock={}");
    ModelRequest always = ask("the model fails");
    for (int attempt = 0; attempt < 5; attempt++) {
      assertThat(failure(always)).contains("model_unavailable");
    }
    assertThat(failure(ask("model fails for good"))).contains("model_request_invalid");
    assertThat(failure(ask("delegate to writer: fail:final"))).isEmpty();
  }

  @Test
  void failsUnderOneNameOnlySoThatAnotherCanStandIn() {
    ModelRequest request = ask("model default fails: what time is it");
    assertThat(failure(request)).contains("model_unavailable");
    assertThat(calls(request.withModel("instant"))).containsExactly("clock={}");
  }

  @Test
  void saysThatItWasGivenAnImage() {
    ModelRequest request =
        Asks.of(
            "default",
            List.of(
                Asks.message(
                    Role.USER,
                    new ContentPart.Text("show context"),
                    new ContentPart.Image("image/png", null, "aGVsbG8="))));
    assertThat(text(request)).contains("1 messages, 1 image, no tools");
  }

  private static ModelRequest ask(String text) {
    return Asks.user("default", text, ALL);
  }

  private ModelReply reply(ModelRequest request) {
    return model.call(request, text -> {}, Cancellation.NEVER);
  }

  private String text(ModelRequest request) {
    return ((ContentPart.Text) reply(request).content().getFirst()).text();
  }

  private List<String> calls(ModelRequest request) {
    return calls(reply(request));
  }

  private static List<String> calls(ModelReply reply) {
    return reply.content().stream()
        .filter(ToolCall.class::isInstance)
        .map(ToolCall.class::cast)
        .map(call -> call.name() + "=" + call.arguments())
        .toList();
  }

  private Optional<String> failure(ModelRequest request) {
    var failure = catchThrowableOfType(PerdureException.class, () -> reply(request));
    return Optional.ofNullable(failure).map(thrown -> thrown.error().code());
  }
}
