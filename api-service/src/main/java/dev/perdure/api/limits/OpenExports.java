package dev.perdure.api.limits;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts the exports under way at this server: each holds a connection to the database as long as
 * its client takes to read it.
 */
public final class OpenExports {

  private static final int MOST = 2;
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Set<OrgId> open = new HashSet<>();

  /** Refuses one more than there may be; it is not counted yet. */
  public synchronized void require(OrgId orgId) {
    if (open.contains(orgId)) {
      throw refusal("An export of this organization is under way here. Wait for its end.");
    }
    if (open.size() >= MOST) {
      throw refusal("As many exports are under way here as there may be. Try again shortly.");
    }
  }

  /** Counts one until it is closed. */
  public synchronized Slot open(OrgId orgId) {
    require(orgId);
    open.add(orgId);
    return () -> close(orgId);
  }

  private synchronized void close(OrgId orgId) {
    open.remove(orgId);
  }

  private static PerdureException refusal(String why) {
    return new PerdureException(new PerdureError.RateLimited("too_many_exports", why, SOON));
  }

  /** An export under way. */
  @FunctionalInterface
  public interface Slot extends AutoCloseable {
    @Override
    void close();
  }
}
