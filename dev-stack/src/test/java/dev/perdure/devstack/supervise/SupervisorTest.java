package dev.perdure.devstack.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.Home;
import dev.perdure.devstack.ServicePart;
import dev.perdure.devstack.process.ProcessSpec;
import dev.perdure.devstack.supervise.ProcessState.Status;
import dev.perdure.devstack.supervise.SupervisorState.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {

  private static final WatchTimes QUICK =
      new WatchTimes(
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofSeconds(60),
          Duration.ofMillis(50),
          Duration.ofSeconds(1),
          Duration.ofMillis(300));

  @TempDir private Path folder;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger answer = new AtomicInteger(200);
  private final AtomicInteger liveness = new AtomicInteger(200);
  private HttpServer health;
  private Home home;
  private Supervisor supervisor;

  @BeforeEach
  void start() throws IOException {
    home = new Home(folder);
    health = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    health.createContext(
        "/",
        exchange -> {
          boolean alive = exchange.getRequestURI().getPath().equals("/healthz");
          exchange.sendResponseHeaders((alive ? liveness : answer).get(), -1);
          exchange.close();
        });
    health.start();
    supervisor = Supervisor.take(new SupervisorOptions(home, QUICK, 1000), log::add);
  }

  @AfterEach
  void stop() {
    supervisor.close();
    health.stop(0);
  }

  @Test
  void startsACrashedProcessAgainAndCountsIt() throws InterruptedException {
    supervisor.startAll(List.of(part("worker", "exec sleep 300")));
    supervisor.running();
    long first = only().pid();

    ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);

    await().until(() -> only().status() == Status.READY && only().pid() != first);
    assertThat(only().restarts()).isEqualTo(1);
    assertThat(log).anyMatch(line -> line.contains("worker ended unasked"));
  }

  @Test
  void reportsAProcessThatRunsButDoesNotAnswer() throws InterruptedException {
    supervisor.startAll(List.of(part("server", "exec sleep 300")));
    answer.set(503);
    await().until(() -> only().status() == Status.WEDGED);
    assertThat(log).anyMatch(line -> line.contains("server runs, but has not answered"));

    answer.set(200);
    await().until(() -> only().status() == Status.READY);
  }

  @Test
  void startsAProcessAgainThatSaysItStandsStill() throws InterruptedException {
    supervisor.startAll(List.of(part("worker", "exec sleep 300")));
    long first = only().pid();
    liveness.set(503);
    answer.set(503);
    await().until(() -> log.stream().anyMatch(line -> line.contains("says that it stands still")));
    liveness.set(200);
    answer.set(200);
    await().until(() -> only().status() == Status.READY && only().pid() != first);
    assertThat(only().restarts()).isEqualTo(1);
  }

  @Test
  void refusesASecondSupervisorOfTheSameFolder() {
    assertThatThrownBy(() -> Supervisor.take(SupervisorOptions.usual(home), log::add))
        .isInstanceOf(DevStackException.class)
        .hasMessageContaining("already runs here (process " + ProcessHandle.current().pid());
  }

  @Test
  void saysWhyAProcessDoesNotComeUp() {
    answer.set(503);
    assertThatThrownBy(() ->
            supervisor.startAll(List.of(part("server", "echo the port is taken >&2; exit 1"))))
        .isInstanceOf(DevStackException.class)
        .hasMessageContaining("the port is taken");
  }

  @Test
  void stopsInTheReverseOrderOfStartAndGivesTheFolderFree() throws InterruptedException {
    Path order = folder.resolve("order");
    String script = "trap 'echo $0 >> %s; exit 0' TERM; while :; do sleep 0.05; done";
    supervisor.startAll(List.of(part("first", script.formatted(order))));
    supervisor.startAll(List.of(part("second", script.formatted(order))));

    supervisor.close();

    assertThat(order).hasContent("second\nfirst");
    assertThat(read().phase()).isEqualTo(Phase.STOPPED);
    assertThat(SupervisorLock.isTaken(home.run())).isFalse();
  }

  @Test
  void putsAFullLogAsideWhileItsProcessGoesOn() throws Exception {
    Path file = Files.createDirectories(home.logs()).resolve("big.log");
    Files.writeString(file, "x".repeat(1001));
    new LogRotation(home.logs(), 1000).rotate();

    assertThat(file).isEmptyFile();
    assertThat(home.logs().resolve("big.log.1")).hasSize(1001);
  }

  private ServicePart part(String name, String script) {
    ProcessSpec spec =
        ProcessSpec.of(
            name,
            List.of("sh", "-c", script, name),
            Map.of(),
            folder,
            home.logs().resolve(name + ".log"));
    return new ServicePart(
        spec, URI.create("http://127.0.0.1:%d/".formatted(health.getAddress().getPort())));
  }

  private ProcessState only() {
    return read().processes().getFirst();
  }

  private SupervisorState read() {
    return new StateFile(home.run()).read().orElseThrow();
  }
}
