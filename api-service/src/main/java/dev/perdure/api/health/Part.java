package dev.perdure.api.health;

import java.time.Duration;

/**
 * A part that this process needs.
 *
 * @param name as reported
 * @param required whether the process can't do its work without it; else it is merely degraded
 * @param probe really uses the part once; throws when it is away
 */
public record Part(String name, boolean required, Probe probe) {

  /** Uses a part once. */
  @FunctionalInterface
  public interface Probe {
    /**
     * Returns when the part has answered.
     *
     * @param limit the most it should take
     * @throws Exception when the part is away
     */
    void run(Duration limit) throws Exception;
  }
}
