package dev.perdure.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.model.ModelListener;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.llm.Asks;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.Behaviour.Reply;
import dev.perdure.testkit.Behaviour.ToolCall;
import dev.perdure.testkit.Behaviour.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every provider over HTTP keeps, tried against the model server as a process of its own. Here
 * is what replies hold; how calls fail and stop is in the classes above.
 */
abstract class ProviderContract extends ProviderFailures {

  @Test
  void streamsTextWhoseSumIsTheReply() {
    server.script(Behaviour.answer(LONG).chunked(7, 0));
    var heard = new ArrayList<String>();
    ModelReply reply = provider.call(ask("hi"), heard::add, Cancellation.NEVER);
    assertThat(heard).hasSizeGreaterThan(5);
    assertThat(String.join("", heard)).isEqualTo(LONG);
    assertThat(reply.content()).containsExactly(new ContentPart.Text(LONG));
    assertThat(reply.model()).isEqualTo("scripted");
    assertThat(reply.truncated()).isFalse();
  }

  @Test
  void returnsParallelToolCallsWithTheirArguments() {
    server.script(
        Behaviour.callTools(
                new ToolCall("clock", "{}"), new ToolCall("calculator", "{\"expression\":\"1+1\"}"))
            .chunked(4, 0));
    ModelReply reply = call(ask("hi"));
    assertThat(reply.content())
        .extracting(part -> ((ContentPart.ToolCall) part).name())
        .containsExactly("clock", "calculator");
    var second = (ContentPart.ToolCall) reply.content().get(1);
    assertThat(second.arguments()).isEqualTo("{\"expression\":\"1+1\"}");
    assertThat(reply.content())
        .extracting(part -> ((ContentPart.ToolCall) part).id())
        .doesNotHaveDuplicates();
  }

  @Test
  void carriesCallsAndResultsBackToTheModel() {
    var first = ask("[[call clock]] then [[call calculator {\"expression\":\"1+1\"}]]");
    var second = Asks.answered(first, call(first).content(), "noon");
    var third = Asks.answered(second, call(second).content(), "two");
    assertThat(call(third).content()).containsExactly(new ContentPart.Text("Done: two"));
    String sent = server.report().requests().getLast().body().toString();
    assertThat(sent).contains("Be brief.", "noon", "two", "expression", "Works out an expression");
  }

  @Test
  void tellsWhatTheModelThinksApartFromItsAnswer() {
    server.script(
        Behaviour.natural()
            .replying(new Reply("Four.", "Two and two", null, null, null))
            .chunked(4, 0));
    var thoughts = new ArrayList<String>();
    var said = new ArrayList<String>();
    ModelReply reply = provider.call(ask("hi"), listener(said, thoughts), Cancellation.NEVER);
    assertThat(thoughts).containsExactly("Two ", "and ", "two");
    assertThat(reply.reasoning()).isEqualTo("Two and two");
    assertThat(String.join("", said)).isEqualTo("Four.");
    assertThat(reply.content()).containsExactly(new ContentPart.Text("Four."));
    assertThat(call(ask("hi")).reasoning()).isNull();
  }

  @Test
  void parallelCallsAndTheirResultsComeBackTogether() {
    var first = ask("[[call clock]]+[[call calculator {\"expression\":\"1+1\"}]]");
    ModelReply both = call(first);
    assertThat(both.content()).hasSize(2);
    var second = Asks.answered(first, both.content(), "noon", "two");
    assertThat(call(second).content()).containsExactly(new ContentPart.Text("Done: two"));
  }

  @Test
  void passesMalformedArgumentsOnAndCanStillSendThemBack() {
    server.script(Behaviour.callTools(new ToolCall("calculator", "{\"expression\": ")));
    var first = ask("hi");
    ModelReply reply = call(first);
    assertThat(((ContentPart.ToolCall) reply.content().getFirst()).arguments())
        .isEqualTo("{\"expression\": ");
    call(Asks.answered(first, reply.content(), "not JSON"));
    assertThat(server.report().answered()).isEqualTo(2);
  }

  @Test
  void countsTokens() {
    var usage = new Usage(100, 40, 20, 0);
    server.script(Behaviour.natural().replying(new Reply("hi", null, null, null, usage)));
    assertThat(call(ask("hi")).usage()).isEqualTo(counted());
  }

  @Test
  void anEmptyAnswerIsAnError() {
    server.script(Behaviour.answer(""));
    assertThat(failure(ask("hi")).code()).isEqualTo("model_reply_empty");
  }

  @Test
  void anAnswerAtItsOutputLimitIsMarkedUnlessItIsOfNoUse() {
    server.script(
        Behaviour.natural().replying(new Reply("half an ans", null, null, "length", null)),
        Behaviour.natural().replying(new Reply("", null, null, "length", null)),
        Behaviour.natural()
            .replying(
                new Reply(null, null, List.of(new ToolCall("clock", "{\"a\": ")), "length", null)));
    assertThat(call(ask("hi")).truncated()).isTrue();
    assertThat(failure(ask("hi")).code()).isEqualTo("model_output_limit");
    assertThat(failure(ask("hi")).code()).isEqualTo(codeOfHalfACall());
  }

  private static ModelListener listener(List<String> text, List<String> reasoning) {
    return new ModelListener() {
      @Override
      public void text(String delta) {
        text.add(delta);
      }

      @Override
      public void reasoning(String delta) {
        reasoning.add(delta);
      }
    };
  }
}
