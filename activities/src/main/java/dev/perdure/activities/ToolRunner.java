package dev.perdure.activities;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolDescriptor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Calls a tool on its time limit. A tool that does not listen is left behind, never waited for. */
final class ToolRunner {

  /** What a tool that was told to stop has left to end by itself. */
  static final Duration GRACE = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(ToolRunner.class);

  private ToolRunner() {}

  /** How a call ended. */
  sealed interface End<T> {

    /** The tool returned. */
    record Returned<T>(T value) implements End<T> {}

    /** The tool says, by a {@code ToolFailed}, that nothing happened; or nothing was sent. */
    record Failed<T>(PerdureException failure) implements End<T> {}

    /** It took too long or broke down: nobody knows how far it got. */
    record Lost<T>(PerdureException failure) implements End<T> {}
  }

  /**
   * Calls the tool.
   *
   * @param late hears what a call that was not waited for came to after all
   * @throws PerdureException with {@code Cancelled} when {@code stop} was requested, unless the
   *     tool came to an end it can be taken at its word for
   */
  static <T> End<T> run(
      ToolDescriptor tool, Function<Cancellation, T> call, StopSignal stop, Consumer<T> late) {
    StopSignal toolStop = new StopSignal();
    CompletableFuture<T> output = new CompletableFuture<>();
    Thread thread = start(() -> complete(output, call, toolStop));
    boolean ended;
    try {
      ended = await(CompletableFuture.anyOf(output, stop.whenRequested()), tool.timeout());
      if (!output.isDone()) {
        toolStop.request(PerdureException.cancelled());
        await(output, GRACE);
      }
    } finally {
      if (!output.isDone()) {
        toolStop.request(PerdureException.cancelled());
        thread.interrupt();
      }
    }
    if (output.isDone() && !output.isCompletedExceptionally()) {
      return new End.Returned<>(output.join());
    }
    // on a thread of its own: the tool's has been interrupted
    var _ =
        output.thenAcceptAsync(
            result -> heard(tool, late, result), task -> Thread.startVirtualThread(task));
    if (output.isDone()
        && output.exceptionNow() instanceof PerdureException known
        && nothingHappened(known.error())) {
      return new End.Failed<>(known);
    }
    stop.throwIfRequested();
    return new End.Lost<>(ended ? failure(output.exceptionNow(), tool) : timedOut(tool));
  }

  /** A tool is taken at its word; a request that was not sent changed nothing. */
  private static boolean nothingHappened(PerdureError error) {
    return error instanceof PerdureError.ToolFailed
        || (error instanceof PerdureError.OutboundFailed outbound && !outbound.sent());
  }

  private static Thread start(Runnable call) {
    @Nullable Map<String, String> fields = MDC.getCopyOfContextMap();
    // A platform thread, for the same reason as activities: see RunWorker.
    return Thread.ofPlatform()
        .daemon()
        .name("tool-call")
        .start(() -> {
          if (fields != null) {
            MDC.setContextMap(fields);
          }
          call.run();
        });
  }

  @SuppressWarnings("CatchingThrowable") // whatever a plug-in throws ends its call, not the worker
  private static <T> void complete(
      CompletableFuture<T> output, Function<Cancellation, T> call, Cancellation stop) {
    try {
      output.complete(call.apply(stop));
    } catch (Throwable e) {
      output.completeExceptionally(e);
    }
  }

  private static <T> void heard(ToolDescriptor tool, Consumer<T> late, T result) {
    try {
      late.accept(result);
    } catch (RuntimeException e) {
      log.warn("what tool {} came to late could not be kept", tool.name(), e);
    }
  }

  /** Waits; false when the time is over before. */
  private static boolean await(CompletableFuture<?> future, Duration time) {
    try {
      future.get(time.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted("worker_shutting_down", "The worker shuts down.", e);
    }
  }

  private static PerdureException failure(Throwable thrown, ToolDescriptor tool) {
    if (!(thrown instanceof PerdureException known)) {
      log.warn("tool {} failed unexpectedly", tool.name(), thrown);
      return PerdureException.toolFinal("tool_failed", "The tool failed unexpectedly.", thrown);
    }
    PerdureError error = known.error();
    return error.retryable()
        ? PerdureException.toolRetryable(error.code(), error.message(), null, known)
        : PerdureException.toolFinal(error.code(), error.message(), known);
  }

  /** Only what may be repeated is tried again: nobody knows how far the call got. */
  private static PerdureException timedOut(ToolDescriptor tool) {
    String message = "The tool did not answer within " + tool.timeout().toMillis() / 1000.0 + " s.";
    return tool.effect() == Effect.ONCE
        ? PerdureException.toolFinal("tool_timed_out", message, null)
        : PerdureException.toolRetryable("tool_timed_out", message, null, null);
  }
}
