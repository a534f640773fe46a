package dev.perdure.api.limits;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.StreamLeases;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;

/** Lets organizations have as many event streams open as they may, at all servers together. */
public final class OpenStreams {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final OrgLimits limits;
  private final StreamLeases leases;

  public OpenStreams(OrgLimits limits, StreamLeases leases) {
    this.limits = limits;
    this.leases = leases;
  }

  /**
   * Counts one more until it is closed.
   *
   * @throws PerdureException {@code too_many_streams}, 429, when there are as many as there may be
   */
  public StreamLeases.Lease open(OrgId orgId) {
    int most = limits.of(orgId).openStreams();
    return leases
        .open(orgId, most)
        .orElseThrow(() ->
            new PerdureException(
                new PerdureError.RateLimited(
                    "too_many_streams",
                    "The organization has " + most + " event streams open, as many as it may.",
                    SOON)));
  }
}
