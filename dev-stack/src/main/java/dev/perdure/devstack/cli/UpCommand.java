package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.process.LogTail;
import dev.perdure.devstack.supervise.SupervisorState;
import dev.perdure.devstack.supervise.SupervisorState.Phase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ./perdure up}: starts the supervisor in the background and waits until all is ready. */
final class UpCommand {

  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final Duration STREAM_PATIENCE = Duration.ofSeconds(60);
  private static final String FIRST_INPUT = "What is 12*(3+4)? Use the calculator.";

  private final Workspace workspace;
  private final Terminal terminal;
  private final Running running;

  UpCommand(Workspace workspace, Terminal terminal) {
    this.workspace = workspace;
    this.terminal = terminal;
    this.running = new Running(workspace);
  }

  int run() throws InterruptedException {
    Instant start = startOfLauncher();
    boolean alreadyUp = running.isRunning();
    DevPorts ports = alreadyUp ? DevPorts.ofRunning(workspace) : DevPorts.of(System.getenv());
    if (!alreadyUp) {
      ports.requireFree();
      PortsFile.write(workspace, ports);
      startSupervisor();
    }
    SupervisorState state = awaitRunning(start);
    Duration ready = Duration.between(start, Instant.now());
    DevelopmentKey kept = new DevelopmentKey(workspace);
    Optional<String> known = kept.read();
    ModelChoice model = ModelChoice.of(System.getenv());
    String key =
        known.isPresent() ? known.get() : new Provisioning(workspace, ports).run(state, model);
    if (known.isEmpty()) {
      firstRun(ports, key, model);
    }
    new Summary(terminal, ports, state).print(key, model, ready, alreadyUp);
    return 0;
  }

  // The launcher hands over when it was called, so that the time printed is the time waited.
  private static Instant startOfLauncher() {
    String seconds = System.getenv().getOrDefault("PERDURE_UP_STARTED", "");
    return seconds.matches("\\d+") ? Instant.ofEpochSecond(Long.parseLong(seconds)) : Instant.now();
  }

  private void startSupervisor() {
    Path log = workspace.home().logs().resolve("supervisor.log");
    try {
      Files.createDirectories(log.getParent());
      List<String> command = new ArrayList<>(List.of("nohup"));
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(Main.class.getName(), "supervise"));
      new ProcessBuilder(command)
          .directory(workspace.root().toFile())
          .redirectInput(Path.of("/dev/null").toFile())
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw new DevStackException(
          "Can't start in %s: %s".formatted(workspace.home().root(), e.getMessage()), e);
    }
  }

  private SupervisorState awaitRunning(Instant start) throws InterruptedException {
    Instant begun = Instant.now();
    String shown = "";
    while (begun.plus(LIMIT).isAfter(Instant.now())) {
      Optional<SupervisorState> state =
          running.lastState().filter(found -> isOfThisStart(found, begun));
      if (state.isPresent()) {
        shown = show(state.get(), shown, start);
        if (state.get().phase() == Phase.RUNNING) {
          return state.get();
        }
        if (state.get().phase() == Phase.FAILED) {
          throw new DevStackException(state.get().message());
        }
      }
      if (state.isEmpty() && begun.plusSeconds(20).isBefore(Instant.now())) {
        Path log = workspace.home().logs().resolve("supervisor.log");
        throw new DevStackException("The supervisor did not start: " + LogTail.lastLine(log));
      }
      Thread.sleep(50);
    }
    throw new DevStackException("Not ready after %d min.".formatted(LIMIT.toMinutes()));
  }

  private boolean isOfThisStart(SupervisorState state, Instant begun) {
    boolean isUp = state.phase() == Phase.RUNNING && running.isRunning();
    return isUp || state.startedAt().isAfter(begun.minusSeconds(2));
  }

  private String show(SupervisorState state, String shown, Instant start) {
    if (!state.message().isEmpty()
        && !state.message().equals(shown)
        && state.phase() == Phase.STARTING) {
      Duration since = Duration.between(start, Instant.now());
      terminal.line("[%6s] %s".formatted(Terminal.seconds(since), state.message()));
      return state.message();
    }
    return shown;
  }

  private void firstRun(DevPorts ports, String key, ModelChoice model) throws InterruptedException {
    terminal.line("");
    terminal.line("A first run of the agent \"demo\" (model: %s)".formatted(model.model()));
    terminal.line("> " + FIRST_INPUT);
    ApiClient client = new ApiClient(URI.create("http://127.0.0.1:" + ports.api()), key);
    RunView view = new HumanView(terminal);
    try {
      ApiClient.Started started =
          client.start(Optional.empty(), Map.of("agent", "demo", "input", FIRST_INPUT));
      view.started(started);
      RunOutcome outcome = new RunFollower(client, view, STREAM_PATIENCE).follow(started.runId());
      if (outcome != RunOutcome.SUCCEEDED) {
        terminal.note("The first run did not succeed. See ./perdure logs worker");
      }
    } catch (IOException e) {
      throw new DevStackException("The API does not answer: " + e.getMessage(), e);
    }
  }
}
