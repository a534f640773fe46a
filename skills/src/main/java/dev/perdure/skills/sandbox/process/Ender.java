package dev.perdure.skills.sandbox.process;

import dev.perdure.core.sandbox.SandboxResult.Ending;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Ends a job's process; the first reason is the one that counts. */
final class Ender {

  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final boolean gently;
  private final AtomicReference<@Nullable Ending> endedBy = new AtomicReference<>();

  Ender(Process process, boolean gently) {
    this.process = process;
    this.gently = gently;
  }

  /** Ends it; does not wait for that. */
  void end(Ending reason) {
    if (!endedBy.compareAndSet(null, reason)) {
      return;
    }
    if (!gently) {
      process.destroyForcibly();
      return;
    }
    letGo();
    var _ =
        process
            .onExit()
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .whenComplete((ended, late) -> {
              if (late != null) {
                process.destroyForcibly();
              }
            });
  }

  /** Ends its input, which it takes for the worker's end. */
  private void letGo() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  Optional<Ending> endedBy() {
    return Optional.ofNullable(endedBy.get());
  }
}
