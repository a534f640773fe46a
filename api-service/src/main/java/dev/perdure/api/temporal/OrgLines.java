package dev.perdure.api.temporal;

import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Each organization has places of its own, and a line of its own before them, so that none waits
 * behind another's many.
 */
final class OrgLines {

  private final int places;
  private final int longest;
  private final Map<OrgId, Line> lines = new ConcurrentHashMap<>();

  /**
   * @param places how many of one organization are let in at once
   * @param longest how many of one organization may be inside or waiting
   */
  OrgLines(int places, int longest) {
    this.places = places;
    this.longest = longest;
  }

  /** The places of one organization, while anybody is there. */
  private static final class Line {
    final Semaphore places;
    int members;

    Line(int places) {
      this.places = new Semaphore(places, true);
    }
  }

  /** Joins an organization's line; empty when it is full. Who joined must leave. */
  Optional<Semaphore> join(OrgId org) {
    AtomicBoolean full = new AtomicBoolean();
    Line line =
        lines.compute(
            org,
            (_, found) -> {
              Line joined = found == null ? new Line(places) : found;
              full.set(joined.members == longest);
              joined.members += full.get() ? 0 : 1;
              return joined;
            });
    return full.get() ? Optional.empty() : Optional.of(line.places);
  }

  void leave(OrgId org) {
    lines.computeIfPresent(org, (_, line) -> --line.members == 0 ? null : line);
  }

  /** How many organizations have a line. */
  int size() {
    return lines.size();
  }
}
