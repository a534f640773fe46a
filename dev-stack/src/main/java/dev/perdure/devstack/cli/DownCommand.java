package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.supervise.SupervisorState;
import java.time.Duration;
import java.time.Instant;

/** {@code ./perdure down}: stops everything in order; data stay. */
final class DownCommand {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final Running running;
  private final Terminal terminal;

  DownCommand(Workspace workspace, Terminal terminal) {
    this.running = new Running(workspace);
    this.terminal = terminal;
  }

  int run() throws InterruptedException {
    if (!running.isRunning()) {
      terminal.line("Perdure does not run.");
      return 0;
    }
    SupervisorState state = running.require();
    Instant start = Instant.now();
    terminal.line("Stopping (process %d)".formatted(state.pid()));
    ProcessHandle.of(state.pid()).ifPresent(ProcessHandle::destroy);
    while (running.isRunning()) {
      if (start.plus(LIMIT).isBefore(Instant.now())) {
        throw new DevStackException(
            "It did not stop within %d s. End it by force: kill -9 %d"
                .formatted(LIMIT.toSeconds(), state.pid()));
      }
      Thread.sleep(100);
    }
    terminal.line(
        "Stopped in %s. Data stay in .perdure; ./perdure up goes on with them."
            .formatted(Terminal.seconds(Duration.between(start, Instant.now()))));
    return 0;
  }
}
