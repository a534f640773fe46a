package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.workflows.FailureDetail;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The small parts that are hard to reach from outside. */
class UnitsTest {

  @Test
  void aFailureIsNamedAfterItsErrorAndCarriesNoTrace() {
    var failure = Failures.of(PerdureException.modelFinal("model_auth", "Bad key.", null));
    assertThat(failure.getType()).isEqualTo("model_auth");
    assertThat(failure.getOriginalMessage()).isEqualTo("Bad key.");
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getStackTrace()).isEmpty();
  }

  @Test
  void aPartThatIsAwayInterruptsTheStepOnly() {
    var failure = Failures.of(PerdureException.unavailable("database", null));
    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(failure.getDetails().get(FailureDetail.class).interrupted()).isTrue();
  }

  @Test
  void nobodyIsWaitedForLongerThanAnHour() {
    var failure =
        Failures.of(
            new PerdureError.ModelFailed("limited", "Tomorrow.", true, Duration.ofHours(20)));
    assertThat(failure.isNonRetryable()).isTrue();
  }

  @Test
  void anUnknownErrorShowsNothingOfItsInsides() {
    var failure = Failures.of(new IllegalStateException("secret"));
    assertThat(failure.getType()).isEqualTo("internal_error");
    assertThat(failure.getOriginalMessage()).doesNotContain("secret");
    assertThat(failure.getStackTrace()).isEmpty();
  }

  @Test
  void insistsOnAWriteWhileTheDatabaseIsAway() {
    AtomicInteger attempts = new AtomicInteger();
    String written =
        Insistence.on(
            () -> {
              if (attempts.incrementAndGet() < 4) {
                throw PerdureException.unavailable("database", null);
              }
              return "written";
            },
            new StopSignal());
    assertThat(written).isEqualTo("written");
  }

  @Test
  void doesNotInsistOnceItIsToStop() {
    StopSignal stop = new StopSignal();
    stop.request(PerdureException.cancelled());
    AtomicInteger attempts = new AtomicInteger();
    assertThatThrownBy(() ->
            Insistence.on(
                () -> {
                  attempts.incrementAndGet();
                  throw PerdureException.unavailable("database", null);
                },
                stop))
        .isInstanceOf(PerdureException.class);
    assertThat(attempts).hasValue(1);
  }

  @Test
  void aStopSignalRunsItsActionsOnceAndKeepsItsFirstReason() {
    StopSignal stop = new StopSignal();
    AtomicInteger told = new AtomicInteger();
    AtomicInteger takenBack = new AtomicInteger();
    stop.onRequest(told::incrementAndGet);
    stop.onRequest(takenBack::incrementAndGet).close();
    stop.request(new IllegalStateException("first"));
    stop.request(new IllegalStateException("second"));
    stop.onRequest(told::incrementAndGet);
    assertThat(told).hasValue(2);
    assertThat(takenBack).hasValue(0);
    assertThat(stop.reason()).hasMessage("first");
  }
}
