package dev.perdure.e2e.proof;

import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.devstack.Part;
import dev.perdure.e2e.harness.Halts.Halt;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.e2e.harness.ProductProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Kills and stops processes of the product while runs are under way: at random moments, and where
 * they pass each named point. Afterwards all are alive.
 */
final class Trouble implements AutoCloseable {

  private static final Duration TO_COME_BY = Duration.ofSeconds(8);

  private final PerdureStack stack;
  private final Random random;
  private final Instant begun = Instant.now();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<Point> points = new ArrayList<>();
  private final Thread thread;
  private volatile boolean over;
  private volatile @Nullable RuntimeException failure;

  Trouble(PerdureStack stack, long seed) {
    this.stack = stack;
    this.random = new Random(seed);
    this.thread = Thread.ofPlatform().name("trouble").start(this::run);
  }

  private void run() {
    try {
      while (!over) {
        awaitSomebody();
        strike();
        pause(Duration.ofMillis(500 + random.nextInt(2500)));
      }
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      stack.halts().withdraw();
    }
    try {
      stack.workers().forEach(ProductProcess::awaitReady);
      stack.apis().forEach(ProductProcess::awaitReady);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Whether a process did not come back: what is still to come would only wait. */
  boolean failed() {
    return failure != null;
  }

  /** Others may still be starting: that too is a moment to be killed in. */
  private void awaitSomebody() {
    for (List<ProductProcess> role : List.of(stack.workers(), stack.apis())) {
      if (role.stream().noneMatch(ProductProcess::ready)) {
        role.forEach(ProductProcess::awaitReady);
      }
    }
  }

  private void strike() {
    int chance = random.nextInt(100);
    if (chance < 50) {
      killAtPoint();
    } else if (chance < 70) {
      kill(any(stack.workers()), "kill -9 of a worker");
    } else if (chance < 85) {
      standStill(any(stack.workers()));
    } else if (chance < 93) {
      kill(any(stack.apis()), "kill -9 of an API node");
    } else if (chance < 97) {
      killAllWorkers();
    } else {
      restartPart();
    }
  }

  /** Each point before any comes again. The process that halts there is killed. */
  private void killAtPoint() {
    if (points.isEmpty()) {
      points.addAll(Arrays.asList(Point.values()));
      Collections.shuffle(points, random);
    }
    Point point = points.removeLast();
    Halt halt = stack.halts().at(point, "");
    Instant deadline = Instant.now().plus(TO_COME_BY);
    while (!over && !halt.isReached() && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    stack.halts().withdraw();
    if (halt.isReached()) {
      var reached = halt.awaitReached(TO_COME_BY);
      pause(Duration.ofMillis(random.nextInt(300)));
      kill(stack.byPid(reached.pid()), "kill -9 at " + point);
    } else {
      count("nobody came to " + point);
    }
  }

  private void kill(ProductProcess victim, String what) {
    say(what, victim.name());
    victim.kill9();
    pause(Duration.ofMillis(random.nextInt(1000)));
    victim.restart();
  }

  private void standStill(ProductProcess victim) {
    Duration time = Duration.ofMillis(300 + random.nextInt(14_000));
    say("SIGSTOP of a worker", victim.name() + " for " + time.toMillis() + " ms");
    victim.stop();
    try {
      pause(time);
    } finally {
      victim.cont();
    }
  }

  private void killAllWorkers() {
    say("kill -9 of all workers", "");
    stack.workers().forEach(ProductProcess::kill9);
    pause(Duration.ofMillis(random.nextInt(3000)));
    stack.workers().forEach(ProductProcess::restart);
  }

  private void restartPart() {
    Part part = any(stack.ground().servers().parts());
    say("restart of " + part.name(), "");
    part.restart();
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Also the end of the proof does not shorten it by much. */
  private void pause(Duration time) {
    Instant until = Instant.now().plus(time);
    while (Instant.now().isBefore(until)) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private void say(String what, String whom) {
    count(what);
    System.out.printf(
        "[proof] %5.1f s: %s %s%n",
        Duration.between(begun, Instant.now()).toMillis() / 1000.0, what, whom);
  }

  private synchronized void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** What happened, and how often. */
  synchronized Map<String, Integer> counts() {
    return new TreeMap<>(counts);
  }

  /** Ends it; all processes are alive then. */
  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    RuntimeException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }
}
