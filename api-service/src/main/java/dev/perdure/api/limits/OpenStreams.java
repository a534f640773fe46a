package dev.perdure.api.limits;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the event streams that organizations have open at this server. */
public final class OpenStreams {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final OrgLimits limits;
  private final ConcurrentHashMap<OrgId, Integer> open = new ConcurrentHashMap<>();

  public OpenStreams(OrgLimits limits) {
    this.limits = limits;
  }

  /**
   * Refuses one more when there are as many as there may be. It is not counted yet: an answer that
   * is never written would be counted for ever.
   */
  public void require(OrgId orgId) {
    int most = limits.of(orgId).openStreams();
    if (open.getOrDefault(orgId, 0) >= most) {
      throw new PerdureException(
          new PerdureError.RateLimited(
              "too_many_streams",
              "The organization has " + most + " event streams open here, as many as it may.",
              SOON));
    }
  }

  /** Counts one until it is closed. */
  public Slot open(OrgId orgId) {
    open.merge(orgId, 1, Integer::sum);
    return () -> open.computeIfPresent(orgId, (_, count) -> count == 1 ? null : count - 1);
  }

  /** An open stream. */
  @FunctionalInterface
  public interface Slot extends AutoCloseable {
    @Override
    void close();
  }
}
