package dev.perdure.api.stream;

import dev.perdure.core.event.LoggedEvent;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The runs that a stream tells of: one and all sub-agents below it, or every run. */
final class RunFamily {

  private final @Nullable UUID root;
  private final Supplier<List<UUID>> known;
  private final Set<UUID> runs = new HashSet<>();

  /**
   * @param root the run that was asked for; every run when absent
   * @param known asks for the root and all below it
   */
  RunFamily(@Nullable UUID root, Supplier<List<UUID>> known) {
    this.root = root;
    this.known = known;
    if (root != null) {
      runs.add(root);
    }
  }

  boolean everybody() {
    return root == null;
  }

  /** Learns of sub-agents; from now on it knows those of all events committed so far. */
  void refresh() {
    if (!everybody()) {
      runs.addAll(known.get());
    }
  }

  Collection<UUID> runs() {
    return runs;
  }

  boolean isRoot(UUID run) {
    return run.equals(root);
  }

  /** Whether an event is told of. Its first event makes a sub-agent known. */
  boolean holds(LoggedEvent event) {
    if (holds(event.runId(), event.parentRunId())) {
      runs.add(event.runId());
      return true;
    }
    return false;
  }

  boolean holds(UUID run, @Nullable UUID parent) {
    return everybody() || runs.contains(run) || (parent != null && runs.contains(parent));
  }
}
