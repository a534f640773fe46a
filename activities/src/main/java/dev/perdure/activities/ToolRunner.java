package dev.perdure.activities;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.StepRef;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Calls a tool on its time limit. A tool that does not listen is left behind, never waited for. */
final class ToolRunner {

  /** What a tool that was told to stop has left to end by itself. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(ToolRunner.class);

  private ToolRunner() {}

  /**
   * Calls the tool.
   *
   * @throws PerdureException with {@code ToolFailed}, or {@code Cancelled} when {@code stop} was
   *     requested
   */
  static ToolOutput run(Tool tool, StepRef step, Map<String, Object> arguments, StopSignal stop) {
    StopSignal toolStop = new StopSignal();
    CompletableFuture<ToolOutput> output = new CompletableFuture<>();
    ToolInvocation invocation = new ToolInvocation(step, arguments, toolStop);
    Thread thread = start(() -> complete(output, tool, invocation));
    boolean ended;
    try {
      Duration limit = tool.descriptor().timeout();
      ended = await(CompletableFuture.anyOf(output, stop.whenRequested()), limit);
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
      return output.join();
    }
    stop.throwIfRequested();
    throw ended ? failure(output, tool.descriptor()) : timedOut(tool.descriptor());
  }

  private static Thread start(Runnable call) {
    @Nullable Map<String, String> fields = MDC.getCopyOfContextMap();
    return Thread.startVirtualThread(() -> {
      if (fields != null) {
        MDC.setContextMap(fields);
      }
      call.run();
    });
  }

  @SuppressWarnings("CatchingThrowable") // whatever a plug-in throws ends its call, not the worker
  private static void complete(
      CompletableFuture<ToolOutput> output, Tool tool, ToolInvocation invocation) {
    try {
      output.complete(tool.call(invocation));
    } catch (Throwable e) {
      output.completeExceptionally(e);
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

  private static PerdureException failure(
      CompletableFuture<ToolOutput> output, ToolDescriptor tool) {
    Throwable thrown = output.exceptionNow();
    if (!(thrown instanceof PerdureException known)) {
      log.warn("tool {} failed unexpectedly", tool.name(), thrown);
      return PerdureException.toolFinal("tool_failed", "The tool failed unexpectedly.", thrown);
    }
    PerdureError error = known.error();
    if (error instanceof PerdureError.ToolFailed) {
      return known;
    }
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
