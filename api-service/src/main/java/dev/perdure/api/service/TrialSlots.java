package dev.perdure.api.service;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many tools are tried at once on this server. Each holds a thread until the tool itself has
 * ended, also one that nobody waits for any more; no organization can hold all of them.
 */
final class TrialSlots {

  static final int MOST = 16;
  static final int MOST_OF_ONE = 4;

  private static final Duration SOON = Duration.ofSeconds(5);

  private final Map<OrgId, Integer> taken = new HashMap<>();
  private int all;

  /**
   * Takes a slot.
   *
   * @throws PerdureException with {@code RateLimited}, {@code too_many_trials}
   */
  synchronized Slot take(OrgId orgId) {
    int own = taken.getOrDefault(orgId, 0);
    if (all >= MOST || own >= MOST_OF_ONE) {
      throw new PerdureException(
          new PerdureError.RateLimited(
              "too_many_trials",
              "As many tools are being tried here as there may be. Try again shortly.",
              SOON));
    }
    taken.put(orgId, own + 1);
    all++;
    return new Slot(orgId);
  }

  /** One that is taken; giving it back twice is giving it back. */
  final class Slot {

    private final OrgId orgId;
    private final AtomicBoolean released = new AtomicBoolean();

    private Slot(OrgId orgId) {
      this.orgId = orgId;
    }

    void release() {
      if (released.compareAndSet(false, true)) {
        TrialSlots.this.release(orgId);
      }
    }
  }

  private synchronized void release(OrgId orgId) {
    all--;
    taken.computeIfPresent(orgId, (_, own) -> own == 1 ? null : own - 1);
  }
}
