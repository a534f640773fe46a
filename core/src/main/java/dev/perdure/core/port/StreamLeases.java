package dev.perdure.core.port;

import dev.perdure.core.tenant.OrgId;
import java.util.Optional;

/**
 * Counts the event streams that organizations have open at all servers together. Those of a server
 * that died count for a while longer. Never fails, never waits for long.
 */
public interface StreamLeases {

  /**
   * Counts one more stream, until it is closed.
   *
   * @param most how many the organization may have open
   * @return empty when it has as many
   */
  Optional<Lease> open(OrgId orgId, int most);

  /** An open stream. */
  @FunctionalInterface
  interface Lease extends AutoCloseable {

    /** Counts it no more. Done again it changes nothing. */
    @Override
    void close();
  }
}
