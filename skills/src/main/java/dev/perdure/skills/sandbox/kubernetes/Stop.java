package dev.perdure.skills.sandbox.kubernetes;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a job before its end; the first reason is the one that counts. */
final class Stop {

  private final CompletableFuture<Ending> asked = new CompletableFuture<>();

  void ask(Ending why) {
    asked.complete(why);
  }

  Optional<Ending> why() {
    return Optional.ofNullable(asked.getNow(null));
  }

  /**
   * Waits for some work, no longer than until this is asked for, which it is when time is over.
   *
   * @return empty when it was not waited for to the end
   * @throws PerdureException with {@code Cancelled} when the thread is interrupted
   */
  <T> Optional<T> await(CompletableFuture<T> work, Duration longest) {
    try {
      CompletableFuture.anyOf(work, asked).get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      ask(Ending.TIMED_OUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PerdureException.cancelled();
    } catch (ExecutionException e) {
      throw new KubernetesClientException("the cluster could not be watched", e.getCause());
    }
    return why().isPresent() ? Optional.empty() : Optional.of(work.join());
  }
}
