package dev.perdure.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureError.ModelFailed;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelListener;
import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.llm.Asks;
import dev.perdure.llm.Stop;
import dev.perdure.llm.http.Limits;
import dev.perdure.llm.http.Transport;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Kind;
import dev.perdure.testkit.Behaviour.Reply;
import dev.perdure.testkit.Behaviour.ToolCall;
import dev.perdure.testkit.Behaviour.Usage;
import dev.perdure.testkit.ModelServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every provider over HTTP keeps, tried against the model server as a process of its own. */
abstract class ProviderContract {
  private static final String LONG = "A fairly long answer that takes quite a number of chunks.";
  static ModelServer server;

  private Transport transport;
  private ModelProvider provider;

  abstract ModelProvider provider(String baseUrl, Transport transport);

  /** Where the model server speaks the provider's protocol. */
  String path() {
    return "/v1";
  }

  /** What comes of arguments that are not JSON: to some providers they are text, to others not. */
  String codeOfHalfACall() {
    return "model_output_limit";
  }

  /** What the provider tells of 100 tokens, of which 40 came from its cache, and 20 answered. */
  TokenUsage counted() {
    return new TokenUsage(100, 40, 20, 0);
  }

  @BeforeAll
  static void startServer() {
    server = ModelServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() {
    server.reset();
    use(Limits.defaults());
  }

  @AfterEach
  void close() {
    transport.close();
  }

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

  @ParameterizedTest
  @CsvSource({
    "400, model_request_invalid",
    "401, model_key_invalid",
    "403, model_forbidden",
    "404, model_not_found",
    "422, model_request_invalid"
  })
  void doesNotOfferToRepeatWhatWasRefused(int status, String code) {
    server.script(Behaviour.status(status));
    ModelFailed failure = failure(ask("hi"));
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.retryable()).isFalse();
    assertThat(server.report().received()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "408, model_timeout",
    "409, model_unavailable",
    "425, model_unavailable",
    "500, model_unavailable",
    "503, model_unavailable",
    "529, model_unavailable"
  })
  void offersToRepeatWhatMayPass(int status, String code) {
    server.script(Behaviour.status(status));
    ModelFailed failure = failure(ask("hi"));
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.retryable()).isTrue();
    assertThat(server.report().received()).isEqualTo(1);
  }

  @Test
  void tellsHowLongTheProviderAsksToWait() {
    server.script(Behaviour.rateLimited("7"));
    ModelFailed failure = failure(ask("hi"));
    assertThat(failure.code()).isEqualTo("model_rate_limited");
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({
    "400, context_length_exceeded, model_context_overflow",
    "400, content_filter, model_content_refused",
    "429, insufficient_quota, model_quota_exhausted"
  })
  void knowsRefusalsByTheProvidersWord(int status, String word, String code) {
    server.script(
        Behaviour.natural().failing(new Fault(Kind.STATUS, null, status, null, word, null)));
    ModelFailed failure = failure(ask("hi"));
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.retryable()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "END_EARLY"})
  void aStreamThatBreaksOffIsNeverAShortAnswer(Kind kind) {
    for (int chunks : new int[] {0, 1, 4}) {
      server.script(Behaviour.broken(LONG, kind, chunks).chunked(5, 0));
      ModelFailed failure = failure(ask("hi"));
      assertThat(failure.code()).isEqualTo("model_stream_cut");
      assertThat(failure.retryable()).isTrue();
    }
  }

  @Test
  void aChunkThatIsNotJsonEndsTheCall() {
    server.script(Behaviour.broken(LONG, Kind.GARBAGE, 3).chunked(5, 0));
    ModelFailed failure = failure(ask("hi"));
    assertThat(failure.code()).isEqualTo("model_reply_malformed");
    assertThat(failure.retryable()).isTrue();
  }

  @Test
  void anErrorInsideTheStreamIsTypedLikeAnyOther() {
    server.script(
        Behaviour.answer(LONG).failing(new Fault(Kind.ERROR_EVENT, 3, 503, null, null, null)),
        Behaviour.answer(LONG).failing(new Fault(Kind.ERROR_EVENT, 3, 429, null, null, null)),
        Behaviour.answer(LONG).failing(new Fault(Kind.ERROR_EVENT, 3, 401, null, null, null)));
    assertThat(failure(ask("hi")).code()).isEqualTo("model_unavailable");
    assertThat(failure(ask("hi")).code()).isEqualTo("model_rate_limited");
    assertThat(failure(ask("hi")).code()).isEqualTo("model_key_invalid");
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

  @Test
  void aRefusalOnGroundsOfPolicyIsFinal() {
    server.script(
        Behaviour.natural().replying(new Reply("no", null, null, "content_filter", null)));
    ModelFailed failure = failure(ask("hi"));
    assertThat(failure.code()).isEqualTo("model_content_refused");
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void theDeadlineEndsAnEndlessStream() {
    server.script(Behaviour.endless().chunked(5, 2));
    ModelFailed failure = failure(Asks.within(Duration.ofMillis(400), ask("hi")));
    assertThat(failure.code()).isEqualTo("model_timeout");
    assertThat(failure.retryable()).isTrue();
    await().until(() -> server.report().aborted() == 1);
  }

  @Test
  void theDeadlineEndsACallThatIsNeverAnswered() {
    server.script(Behaviour.answer("late").after(3000));
    ModelFailed failure = failure(Asks.within(Duration.ofMillis(300), ask("hi")));
    assertThat(failure.code()).isEqualTo("model_timeout");
  }

  @Test
  void theSizeLimitEndsAnEndlessStream() {
    use(new Limits(Duration.ofSeconds(10), 200_000));
    server.script(Behaviour.endless());
    ModelFailed failure = failure(ask("hi"));
    assertThat(failure.code()).isEqualTo("model_reply_too_large");
    assertThat(failure.retryable()).isFalse();
    await().until(() -> server.report().aborted() == 1);
  }

  @Test
  void silenceEndsAStalledStream() {
    use(new Limits(Duration.ofMillis(300), 1 << 20));
    server.script(Behaviour.broken(LONG, Kind.STALL, 3).chunked(5, 0));
    ModelFailed failure = failure(ask("hi"));
    assertThat(failure.code()).isEqualTo("model_stalled");
    assertThat(failure.retryable()).isTrue();
  }

  @Test
  void cancellationStopsTheStreamAndFreesItsThread() throws Exception {
    server.script(Behaviour.endless().chunked(5, 1));
    var stop = new Stop();
    var speaking = new CountDownLatch(3);
    var result = new CompletableFuture<PerdureError>();
    Thread caller =
        Thread.startVirtualThread(() ->
            result.complete(
                error(() -> provider.call(ask("hi"), text -> speaking.countDown(), stop))));
    speaking.await();
    stop.request();
    assertThat(result.get()).isInstanceOf(PerdureError.Cancelled.class);
    assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
    await().until(() -> server.report().aborted() == 1);
  }

  @Test
  void cancellationStopsACallThatWaitsForItsFirstByte() throws Exception {
    server.script(Behaviour.answer("late").after(3000));
    var stop = new Stop();
    var result = new CompletableFuture<PerdureError>();
    Thread.startVirtualThread(
        () -> result.complete(error(() -> provider.call(ask("hi"), text -> {}, stop))));
    await().until(() -> server.report().open() == 1);
    stop.request();
    assertThat(result.get()).isInstanceOf(PerdureError.Cancelled.class);
    assertThat(server.report().open()).isEqualTo(1);
  }

  @Test
  void anInterruptCountsAsCancellation() throws Exception {
    server.script(Behaviour.endless().chunked(5, 1));
    var speaking = new CountDownLatch(3);
    var result = new CompletableFuture<PerdureError>();
    Thread caller =
        Thread.startVirtualThread(() ->
            result.complete(
                error(() ->
                    provider.call(ask("hi"), text -> speaking.countDown(), Cancellation.NEVER))));
    speaking.await();
    caller.interrupt();
    assertThat(result.get()).isInstanceOf(PerdureError.Cancelled.class);
  }

  @Test
  void aListenerThatThrowsStopsTheCallAndIsHeard() {
    server.script(Behaviour.endless().chunked(5, 1));
    ModelListener refusing =
        text -> {
          throw PerdureException.conflict("fence_lost", "Another attempt has taken over.");
        };
    assertThat(error(() -> provider.call(ask("hi"), refusing, Cancellation.NEVER)).code())
        .isEqualTo("fence_lost");
    await().until(() -> server.report().aborted() == 1);
  }

  @Test
  void aServerThatIsNotThereMayComeBack() {
    provider = provider("http://127.0.0.1:1/v1", transport);
    ModelFailed failure = failure(ask("hi"));
    assertThat(failure.code()).isEqualTo("model_unreachable");
    assertThat(failure.retryable()).isTrue();
  }

  @Test
  void noErrorHoldsTheKey() {
    server.script(
        Behaviour.natural()
            .failing(new Fault(Kind.STATUS, null, 400, null, null, "bad key sk-test-12345678")));
    assertThat(failure(ask("hi")).message()).contains("bad key").doesNotContain("sk-test");
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

  private void use(Limits limits) {
    if (transport != null) {
      transport.close();
    }
    transport = new Transport(limits, InstantSource.system());
    provider = provider(server.url() + path(), transport);
  }

  static ModelRequest ask(String text) {
    return Asks.user("scripted", text, Asks.CLOCK, Asks.CALCULATOR);
  }

  ModelReply call(ModelRequest request) {
    return provider.call(request, text -> {}, Cancellation.NEVER);
  }

  ModelFailed failure(ModelRequest request) {
    return (ModelFailed) error(() -> call(request));
  }

  private static PerdureError error(ThrowingCallable call) {
    return catchThrowableOfType(PerdureException.class, call).error();
  }
}
