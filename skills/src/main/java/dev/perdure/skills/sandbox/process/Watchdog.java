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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds jobs to what the kernel holds no sum of: the memory, the processor time and the threads of
 * all their processes together. Looks twenty times a second, while there is a job.
 */
public final class Watchdog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final long EVERY_MILLIS = 50;

  /** What the keepers of a job take, which are not the job's. */
  private static final long KEEPERS_MEMORY = 16L * 1024 * 1024;

  private static final int KEEPERS = 16;
  private static final long TICKS_PER_SECOND = 100;

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor clock;
  private final long pageSize;

  /** Watches nothing yet. */
  public Watchdog() {
    this.pageSize = PageSize.ofThisMachine();
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
      Supplier<Optional<Ending>> more,
      Consumer<Ending> breach) {}

  /**
   * Watches a process and all that come from it.
   *
   * @param more is asked as well; what it says counts as a breach
   * @param breach told what limit was passed, perhaps several times; must not block
   * @return to be closed when the process has ended
   */
  Registration watch(
      long process,
      SandboxLimits limits,
      Supplier<Optional<Ending>> more,
      Consumer<Ending> breach) {
    Watch watch = new Watch(process, limits, more, breach);
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
    if (watches.isEmpty()) {
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
    long ticks = tree.stream().mapToLong(Entry::ticks).sum();
    if (ticks * 1000 / TICKS_PER_SECOND > limits.cpuTime().toMillis()) {
      return Optional.of(Ending.CPU_LIMIT);
    }
    if (tree.stream().mapToInt(Entry::threads).sum() > limits.processes() + KEEPERS) {
      return Optional.of(Ending.PROCESS_LIMIT);
    }
    if (exceeds(tree, limits.memoryBytes() + KEEPERS_MEMORY)) {
      return Optional.of(Ending.OUT_OF_MEMORY);
    }
    return watch.more().get();
  }

  private boolean exceeds(List<Entry> tree, long most) {
    // Cheap to ask, and never too small; the exact sum is reckoned only when that is too much.
    long resident = tree.stream().mapToLong(Entry::residentPages).sum() * pageSize;
    return resident > most
        && tree.stream()
                .mapToLong(process ->
                    ProcessTable.proportionalMemory(process.id())
                        .orElse(process.residentPages() * pageSize))
                .sum()
            > most;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
