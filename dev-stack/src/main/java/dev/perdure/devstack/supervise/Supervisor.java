package dev.perdure.devstack.supervise;

import dev.perdure.devstack.DevStack;
import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.Part;
import dev.perdure.devstack.StackAddresses;
import dev.perdure.devstack.supervise.SupervisorState.Phase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a stack and the service's processes running until it is closed.
 *
 * <p>Everything it starts dies with its JVM, so that after {@code kill -9} of the supervisor
 * nothing is left that would hold ports or data.
 */
public final class Supervisor implements AutoCloseable {

  private static final Duration READY_LIMIT = Duration.ofMinutes(3);

  private final SupervisorLock lock;
  private final StateFile stateFile;
  private final LogRotation rotation;
  private final WatchTimes times;
  private final Consumer<String> log;
  private final Instant startedAt = Instant.now();
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  private Phase phase = Phase.STARTING;
  private String message = "";
  private @Nullable StackAddresses addresses;

  private Supervisor(
      SupervisorLock lock, SupervisorOptions options, StateFile stateFile, Consumer<String> log) {
    this.lock = lock;
    this.stateFile = stateFile;
    this.rotation = new LogRotation(options.home().logs(), options.maxLogBytes());
    this.times = options.times();
    this.log = log;
  }

  /**
   * Takes over the folder.
   *
   * @param log told what happens, line by line
   * @throws DevStackException when another supervisor has it
   */
  public static Supervisor take(SupervisorOptions options, Consumer<String> log) {
    StateFile stateFile = new StateFile(options.home().run());
    SupervisorLock lock =
        SupervisorLock.tryTake(options.home().run())
            .orElseThrow(() ->
                new DevStackException(
                    "Perdure already runs here%s. See ./perdure status, or stop it with ./perdure down."
                        .formatted(
                            stateFile
                                .read()
                                .map(state -> " (process " + state.pid() + ")")
                                .orElse(""))));
    Supervisor supervisor = new Supervisor(lock, options, stateFile, log);
    supervisor.tell(Phase.STARTING, "Looking for the servers");
    supervisor.background(supervisor::rotateLogs);
    return supervisor;
  }

  /** Says what is being done. */
  public void progress(String what) {
    log.accept(what);
    tell(Phase.STARTING, what);
  }

  /** Starts the servers of a prepared stack and waits until each answers. */
  public void startStack(DevStack stack) throws InterruptedException {
    tellAddresses(stack.addresses());
    startAll(stack.parts());
  }

  /** Says where the servers are, and which database the service uses. */
  public synchronized void tellAddresses(StackAddresses found) {
    addresses = found;
    write();
  }

  /** Starts processes side by side and waits until each is ready. */
  public void startAll(List<? extends Part> parts) throws InterruptedException {
    List<Watch> started = new ArrayList<>();
    for (Part part : parts) {
      Watch watch = new Watch(part, times, log, this::write);
      watches.add(watch);
      started.add(watch);
    }
    started.forEach(this::background);
    for (Watch watch : started) {
      awaitFirstReady(watch);
    }
  }

  private static void awaitFirstReady(Watch watch) throws InterruptedException {
    try {
      watch.firstReady().get(READY_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof DevStackException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      ProcessState state = watch.state();
      throw new DevStackException(
          "%s is not ready after %d s. %s See %s"
              .formatted(state.name(), READY_LIMIT.toSeconds(), state.note(), state.log()),
          e);
    }
  }

  /** Says that all is up. */
  public void running() {
    log.accept("running");
    tell(Phase.RUNNING, "");
  }

  /** Says why it could not come up. */
  public void failed(String why) {
    log.accept(why);
    tell(Phase.FAILED, why);
  }

  /** Stops the processes in the reverse order of their start, and gives the folder free. */
  @Override
  public void close() {
    boolean hasFailed = phase() == Phase.FAILED;
    if (!hasFailed) {
      tell(Phase.STOPPING, "");
    }
    log.accept("stopping");
    List<Watch> lastFirst = new ArrayList<>(watches);
    Collections.reverse(lastFirst);
    lastFirst.forEach(Watch::stop);
    threads.forEach(Thread::interrupt);
    if (!hasFailed) {
      tell(Phase.STOPPED, "");
    }
    log.accept("stopped");
    lock.close();
  }

  private synchronized Phase phase() {
    return phase;
  }

  private void rotateLogs() {
    try {
      while (true) {
        Thread.sleep(Duration.ofSeconds(10));
        rotation.rotate();
      }
    } catch (IOException e) {
      log.accept("logs can't be rotated: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void background(Runnable task) {
    threads.add(Thread.ofVirtual().start(task));
  }

  private synchronized void tell(Phase newPhase, String newMessage) {
    phase = newPhase;
    message = newMessage;
    write();
  }

  private synchronized void write() {
    stateFile.write(
        new SupervisorState(
            ProcessHandle.current().pid(),
            startedAt,
            phase,
            message,
            addresses,
            watches.stream().map(Watch::state).toList()));
  }
}
