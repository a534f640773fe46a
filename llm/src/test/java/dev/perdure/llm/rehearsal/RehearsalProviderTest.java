package dev.perdure.llm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.model.ToolSpec;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.llm.Asks;
import dev.perdure.llm.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RehearsalProviderTest {
  private static final ToolSpec RECORD = Asks.tool("record_effect", "note", "Records");
  private static final ToolSpec ASK = Asks.tool("ask_user", "question", "Asks");
  private static final ToolSpec WRITER = Asks.tool("delegate_to_writer", "task", "Hands over");
  private static final ToolSpec READER = Asks.tool("delegate_to_reader", "task", "Hands over");
  private static final ToolSpec[] ALL = {Asks.CLOCK, Asks.CALCULATOR, RECORD, ASK, WRITER, READER};

  private final RehearsalProvider model = new RehearsalProvider(Duration.ZERO);

  @Test
  void saysWhatItIsAndWhatItCanDo() {
    assertThat(text(ask("Who are you?")))
        .startsWith("I am Perdure's rehearsal model, not a language model")
        .contains("clock", "record_effect", "Who are you?");
    assertThat(text(Asks.user("default", "hello"))).contains("No tools are offered to me here");
  }

  @Test
  void streamsWordByWordWhatItReplies() {
    var heard = new ArrayList<String>();
    ModelReply reply = model.call(ask("slow:5"), heard::add, Cancellation.NEVER);
    assertThat(heard).containsExactly("word1 ", "word2 ", "word3 ", "word4 ", "word5");
    assertThat(reply.content()).containsExactly(new ContentPart.Text(String.join("", heard)));
  }

  @Test
  void takesTheToolThatTheUserAsksFor() {
    assertThat(calls("What time is it?")).containsExactly("clock {}");
    assertThat(calls("How much is 12*(3+4)?"))
        .containsExactly("calculator {\"expression\":\"12*(3+4)\"}");
    assertThat(calls("Record \"milk and eggs\""))
        .containsExactly("record_effect {\"note\":\"milk and eggs\"}");
    assertThat(calls("Ask me: tea or coffee?"))
        .containsExactly("ask_user {\"question\":\"tea or coffee?\"}");
    assertThat(calls("Please run the record effect tool"))
        .containsExactly("record_effect {\"note\":\"Please run the record effect tool\"}");
  }

  @Test
  void doesNotTakeDatesForSums() {
    assertThat(calls("Hello on 2026-11-22")).isEmpty();
  }

  @Test
  void callsSeveralAtOnce() {
    assertThat(calls("what time is it and 1+1 and 2*3"))
        .containsExactly(
            "clock {}",
            "calculator {\"expression\":\"1+1\"}",
            "calculator {\"expression\":\"2*3\"}");
    assertThat(calls("use record_effect {\"note\":\"a; then b\"} and use clock {}"))
        .containsExactly("record_effect {\"note\":\"a; then b\"}", "clock {}");
  }

  @Test
  void delegatesToThoseItIsTold() {
    assertThat(calls("Delegate to the reader: \"first read, then sum up\""))
        .containsExactly("delegate_to_reader {\"task\":\"first read, then sum up\"}");
    assertThat(calls("Delegate to writer and reader: tell a story")).hasSize(2);
    assertThat(calls("Delegate this: tell a story"))
        .containsExactly("delegate_to_writer {\"task\":\"tell a story\"}");
  }

  @Test
  void followsAPlanStepByStepAndReportsResults() {
    ModelRequest first = ask("First what time is it, then 12*(3+4), then record \"done\"");
    ModelReply one = reply(first);
    assertThat(names(one)).containsExactly("clock");
    ModelRequest second = Asks.answered(first, one.content(), "noon");
    ModelReply two = reply(second);
    assertThat(names(two)).containsExactly("calculator");
    ModelRequest third = Asks.answered(second, two.content(), "84");
    ModelReply three = reply(third);
    assertThat(names(three)).containsExactly("record_effect");
    assertThat(text(Asks.answered(third, three.content(), "Recorded.")))
        .contains("clock: noon", "calculator: 84", "record_effect: Recorded.");
  }

  @Test
  void saysWhatCameFromOutsideWithoutItsMarks() {
    ModelRequest request = ask("What time is it?");
    String mark = "0199aaaa-0000-7000-8000-000000000000>";
    String noon = "<data " + mark + "\nnoon\n</data " + mark;
    assertThat(text(Asks.answered(request, reply(request).content(), noon)))
        .isEqualTo("clock: noon");
  }

  @Test
  void saysWhenAToolIsNotOffered() {
    assertThat(text(ask("use rocket {\"to\":\"moon\"}"))).contains("asked for rocket");
  }

  @Test
  void isTheSameEachTime() {
    ModelRequest request = ask("what time is it and 1+1");
    assertThat(reply(request)).isEqualTo(reply(request));
    assertThat(reply(request).usage().input()).isPositive();
    assertThat(reply(request).usage().output()).isPositive();
  }

  @Test
  void showsItsContextAndFailsOnRequest() {
    assertThat(text(ask("show your context"))).contains("1 messages", "Be brief.");
    assertThat(error(ask("fail:final"), Cancellation.NEVER).retryable()).isFalse();
    assertThat(error(ask("fail:retryable"), Cancellation.NEVER).retryable()).isTrue();
  }

  @Test
  void speaksAtItsPaceUntilItsDeadline() {
    var slow = Asks.within(Duration.ofMillis(100), ask("slow:100@20"));
    var heard = new ArrayList<String>();
    var failure =
        catchThrowableOfType(
            PerdureException.class, () -> model.call(slow, heard::add, Cancellation.NEVER));
    assertThat(failure.error().code()).isEqualTo("model_timeout");
    assertThat(heard).hasSizeBetween(1, 5);
  }

  @Test
  void stopsAtOnceWhenCancelled() {
    var stop = new Stop();
    var failure =
        catchThrowableOfType(
            PerdureException.class,
            () -> model.call(ask("slow:1000@10000"), text -> {}, requestedBy(stop)));
    assertThat(failure.error()).isInstanceOf(PerdureError.Cancelled.class);
  }

  /** Requested by another thread once the call has begun to listen. */
  private static Cancellation requestedBy(Stop stop) {
    return new Cancellation() {
      @Override
      public boolean requested() {
        return stop.requested();
      }

      @Override
      public Registration onRequest(Runnable action) {
        var registration = stop.onRequest(action);
        Thread.startVirtualThread(stop::request);
        return registration;
      }
    };
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

  private List<String> calls(String text) {
    return calls(reply(ask(text))).map(call -> call.name() + " " + call.arguments()).toList();
  }

  private static List<String> names(ModelReply reply) {
    return calls(reply).map(ToolCall::name).toList();
  }

  private static Stream<ToolCall> calls(ModelReply reply) {
    return reply.content().stream().filter(ToolCall.class::isInstance).map(ToolCall.class::cast);
  }

  private PerdureError error(ModelRequest request, Cancellation cancellation) {
    return catchThrowableOfType(
            PerdureException.class, () -> model.call(request, text -> {}, cancellation))
        .error();
  }
}
