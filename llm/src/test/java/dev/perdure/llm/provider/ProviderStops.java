package dev.perdure.llm.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureError.ModelFailed;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelListener;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.llm.Asks;
import dev.perdure.llm.Stop;
import dev.perdure.llm.http.Limits;
import dev.perdure.testkit.Behaviour;
import dev.perdure.testkit.Behaviour.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What ends a call before its answer does: limits, and whoever wants no more of it. */
abstract class ProviderStops extends ProviderBench {

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
}
