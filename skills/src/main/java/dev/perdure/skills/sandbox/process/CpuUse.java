package dev.perdure.skills.sandbox.process;

import dev.perdure.skills.sandbox.process.ProcessTable.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The processor time of a job. The kernel adds that of a process to its parent's when the parent
 * buries it, which a parent can refuse to do; so what was seen of those that are gone is kept.
 */
final class CpuUse {

  private Map<Known, Long> living = new HashMap<>();
  private long ofTheGone;

  /** Numbers are given again; with the moment it began, one stands for one process. */
  private record Known(long id, long begun) {}

  /** What all have used up to now, in hundredths of a second. */
  long ticks(List<Entry> tree) {
    Map<Known, Long> seen = new HashMap<>();
    long buried = 0;
    for (Entry process : tree) {
      seen.put(new Known(process.id(), process.begun()), process.ticks());
      buried += process.ticksOfChildren();
    }
    living.keySet().removeAll(seen.keySet());
    ofTheGone += sum(living);
    living = seen;
    return sum(seen) + Math.max(buried, ofTheGone);
  }

  private static long sum(Map<Known, Long> ticks) {
    return ticks.values().stream().mapToLong(Long::longValue).sum();
  }
}
