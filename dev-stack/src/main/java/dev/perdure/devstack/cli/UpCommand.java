package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.StackAddresses;
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
import java.util.Optional;

/** {@code ./perdure up}: starts the supervisor in the background and waits until all is ready. */
final class UpCommand {

  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

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
    awaitEndOfStopping();
    boolean alreadyUp = running.isRunning();
    DevPorts ports = alreadyUp ? DevPorts.ofRunning(workspace) : DevPorts.of(System.getenv());
    SupervisorState state;
    if (alreadyUp) {
      state = awaitRunning(running.require().pid(), start);
    } else {
      requireOwnFolder();
      ports.requireFree();
      new SandboxPackage(new DebianPackages(terminal), terminal).ensure();
      PortsFile.write(workspace, ports);
      state = awaitRunning(startSupervisor(), start);
    }
    Duration ready = Duration.between(start, Instant.now());
    ModelChoice model = ModelChoice.ofThisMachine();
    Optional<Development> known = Development.read(workspace);
    Development development =
        known.isPresent() ? known.get() : new Provisioning(plan(state, ports)).run(model);
    ApiClient client =
        new ApiClient(URI.create("http://127.0.0.1:" + ports.api()), development.apiKey());
    if (known.isEmpty()) {
      new FirstRun(client, terminal).play(model);
    } else if (!alreadyUp) {
      new DevelopmentOperator(client, plan(state, ports), terminal).ensure();
      development = new DemoAgent(client, workspace).follow(development, model);
    }
    new Summary(terminal, ports, state).print(development, model, ready, alreadyUp);
    return 0;
  }

  private ServicePlan plan(SupervisorState state, DevPorts ports) {
    StackAddresses addresses = state.addresses();
    if (addresses == null) {
      throw new DevStackException("The supervisor does not tell where the servers are.");
    }
    return ServicePlan.usual(workspace, addresses, ports);
  }

  // The launcher hands over when it was called, so that the time printed is the time waited.
  private static Instant startOfLauncher() {
    String seconds = System.getenv().getOrDefault("PERDURE_UP_STARTED", "");
    return seconds.matches("\\d+") ? Instant.ofEpochSecond(Long.parseLong(seconds)) : Instant.now();
  }

  // One that is just going down, or that has just failed, still has the folder.
  private void awaitEndOfStopping() throws InterruptedException {
    Instant deadline = Instant.now().plus(STOP_LIMIT);
    while (running.isRunning() && Instant.now().isBefore(deadline) && isEnding()) {
      Thread.sleep(50);
    }
  }

  private boolean isEnding() {
    return running
        .lastState()
        .map(SupervisorState::phase)
        .filter(phase -> phase != Phase.RUNNING && phase != Phase.STARTING)
        .isPresent();
  }

  private void requireOwnFolder() {
    Path root = workspace.home().root();
    for (Path path : List.of(root, workspace.home().data(), workspace.home().run())) {
      if (Files.exists(path) && !(Files.isWritable(path) && Files.isExecutable(path))) {
        throw new DevStackException(
            "Can't write to %s: another user made it. Run ./perdure as that user, or delete the folder."
                .formatted(path));
      }
    }
  }

  /** Starts it and gives its process id: nohup becomes the JVM. */
  private long startSupervisor() {
    Path log = workspace.home().logs().resolve("supervisor.log");
    try {
      Files.createDirectories(log.getParent());
      List<String> command = new ArrayList<>(List.of("nohup"));
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(Main.class.getName(), "supervise"));
      return new ProcessBuilder(command)
          .directory(workspace.root().toFile())
          .redirectInput(Path.of("/dev/null").toFile())
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .redirectErrorStream(true)
          .start()
          .pid();
    } catch (IOException e) {
      throw new DevStackException(
          "Can't start in %s: %s".formatted(workspace.home().root(), e.getMessage()), e);
    }
  }

  private SupervisorState awaitRunning(long supervisor, Instant start) throws InterruptedException {
    Instant begun = Instant.now();
    String shown = "";
    while (begun.plus(LIMIT).isAfter(Instant.now())) {
      Optional<SupervisorState> state =
          running.lastState().filter(found -> found.pid() == supervisor);
      if (state.isPresent()) {
        shown = show(state.get(), shown, start);
        if (state.get().phase() == Phase.RUNNING) {
          return state.get();
        }
        if (state.get().phase() == Phase.FAILED) {
          throw new DevStackException(state.get().message());
        }
      }
      if (ProcessHandle.of(supervisor).isEmpty()) {
        Path log = workspace.home().logs().resolve("supervisor.log");
        throw new DevStackException("The supervisor has ended: " + LogTail.lastLine(log));
      }
      Thread.sleep(50);
    }
    throw new DevStackException("Not ready after %d min.".formatted(LIMIT.toMinutes()));
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
}
