package dev.perdure.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureError.ModelFailed;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.Behaviour.Fault;
import dev.perdure.testkit.Behaviour.Kind;
import dev.perdure.testkit.Behaviour.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How what goes wrong at a provider is told. */
abstract class ProviderFailures extends ProviderStops {

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
  void aRefusalOnGroundsOfPolicyIsFinal() {
    server.script(
        Behaviour.natural().replying(new Reply("no", null, null, "content_filter", null)));
    ModelFailed failure = failure(ask("hi"));
    assertThat(failure.code()).isEqualTo("model_content_refused");
    assertThat(failure.retryable()).isFalse();
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
}
