package dev.perdure.skills.sandbox.process;

import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.skills.sandbox.process.ProcessTable.Entry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds jobs to what the kernel holds no sum of: the memory, the processor time and the threads of
 * all their processes together. Looks twenty times a second, while there is a job.
 */
public final class Watchdog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final long EVERY_MILLIS = 50;

  private static final long TICKS_PER_SECOND = 100;

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor clock;
  private final MemoryUse memory = new MemoryUse();

  /** Watches nothing yet. */
  public Watchdog() {
    this.clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("sandbox-watchdog").daemon().factory());
    clock.setRemoveOnCancelPolicy(true);
    var _ =
        clock.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private record Watch(
      long process,
      SandboxLimits limits,
      Jail.Overhead overhead,
      Function<List<Long>, Optional<Ending>> more,
      CpuUse cpu,
      Consumer<Ending> breach) {}

  /**
   * Watches a process and all that come from it.
   *
   * @param overhead what is not the job's of that
   * @param more is asked as well, of the numbers of all the processes; what it says counts as a
   *     breach
   * @param breach told what limit was passed, perhaps several times; must not block
   * @return to be closed when the process has ended
   */
  Registration watch(
      long process,
      SandboxLimits limits,
      Jail.Overhead overhead,
      Function<List<Long>, Optional<Ending>> more,
      Consumer<Ending> breach) {
    Watch watch = new Watch(process, limits, overhead, more, new CpuUse(), breach);
    watches.add(watch);
    return () -> watches.remove(watch);
  }

  /** Ends a watch. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private void look() {
    if (watches.isEmpty() || !ProcessTable.isThere()) {
      return;
    }
    try {
      ProcessTable table = ProcessTable.read();
      for (Watch watch : watches) {
        breach(watch, table.tree(watch.process())).ifPresent(watch.breach());
      }
    } catch (RuntimeException e) {
      // Must go on: an exception would end the clock.
      LOG.error("The sandbox's watchdog could not look", e);
    }
  }

  private Optional<Ending> breach(Watch watch, List<Entry> tree) {
    SandboxLimits limits = watch.limits();
    if (watch.cpu().ticks(tree) * 1000 / TICKS_PER_SECOND > limits.cpuTime().toMillis()) {
      return Optional.of(Ending.CPU_LIMIT);
    }
    if (tree.stream().mapToInt(Entry::threads).sum()
        > limits.processes() + watch.overhead().threads()) {
      return Optional.of(Ending.PROCESS_LIMIT);
    }
    if (memory.exceeds(
        tree, limits.memoryBytes() + watch.overhead().memoryBytes(), limits.openFiles())) {
      return Optional.of(Ending.OUT_OF_MEMORY);
    }
    return watch.more().apply(tree.stream().map(Entry::id).toList());
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
