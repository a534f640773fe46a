package dev.perdure.llm.rehearsal;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.llm.http.ModelErrors;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Says a text word by word, until it is stopped or its time is over. */
record Speech(Duration pause, Duration deadline, Cancellation cancellation) {
  private static final Pattern WORD = Pattern.compile("\\s*\\S+\\s*");

  void say(String text, Consumer<String> listener) {
    cancellation.throwIfRequested();
    long begun = System.nanoTime();
    var stop = new CountDownLatch(1);
    try (var _ = cancellation.onRequest(stop::countDown)) {
      var words = WORD.matcher(text);
      while (words.find()) {
        rest(stop, begun);
        listener.accept(words.group());
      }
    }
  }

  private void rest(CountDownLatch stop, long begun) {
    Duration left = deadline.minusNanos(System.nanoTime() - begun);
    if (left.compareTo(pause) < 0) {
      await(stop, left);
      throw ModelErrors.timeout(RehearsalProvider.NAME, deadline);
    }
    await(stop, pause);
  }

  private static void await(CountDownLatch stop, Duration time) {
    try {
      if (stop.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw PerdureException.cancelled();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PerdureException.cancelled();
    }
  }
}
