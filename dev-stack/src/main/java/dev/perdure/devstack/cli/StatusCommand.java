package dev.perdure.devstack.cli;

import dev.perdure.devstack.supervise.ProcessState;
import dev.perdure.devstack.supervise.ProcessState.Status;
import dev.perdure.devstack.supervise.SupervisorState;
import dev.perdure.devstack.supervise.SupervisorState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** {@code ./perdure status}: ends with 0 when all is ready, 3 when nothing runs, 1 otherwise. */
final class StatusCommand {

  private static final int NOT_RUNNING = 3;

  private final Running running;
  private final Terminal terminal;

  StatusCommand(Workspace workspace, Terminal terminal) {
    this.running = new Running(workspace);
    this.terminal = terminal;
  }

  int run() {
    Optional<SupervisorState> found = running.state();
    if (found.isEmpty()) {
      terminal.line("Perdure does not run. Start it: ./perdure up");
      running
          .lastState()
          .filter(last -> last.phase() == Phase.FAILED)
          .ifPresent(last -> terminal.line("The last start failed: " + last.message()));
      return NOT_RUNNING;
    }
    SupervisorState state = found.get();
    terminal.line(
        "%s for %s (supervisor: process %d) %s"
            .formatted(lower(state.phase()), age(state.startedAt()), state.pid(), state.message()));
    state.processes().forEach(process -> terminal.line(describe(process)));
    boolean ready = state.processes().stream().allMatch(it -> it.status() == Status.READY);
    return state.phase() == Phase.RUNNING && ready ? 0 : 1;
  }

  private static String describe(ProcessState process) {
    return String.format(
            Locale.ROOT,
            "  %-10s %-9s %-8s for %-8s %s%s",
            process.name(),
            lower(process.status()),
            process.pid() == 0 ? "-" : process.pid(),
            age(process.since()),
            restarts(process.restarts()),
            process.note())
        .stripTrailing();
  }

  private static String restarts(int count) {
    return switch (count) {
      case 0 -> "";
      case 1 -> "restarted once  ";
      default -> "restarted " + count + " times  ";
    };
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String age(Instant since) {
    Duration age = Duration.between(since, Instant.now());
    if (age.toMinutes() < 1) {
      return age.toSeconds() + " s";
    }
    return age.toHours() < 1 ? age.toMinutes() + " min" : age.toHours() + " h";
  }
}
