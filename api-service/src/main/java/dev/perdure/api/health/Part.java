package dev.perdure.api.health;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A part that this process needs.
 *
 * @param name as reported
 * @param required whether the process can't do its work without it; else it is merely degraded
 * @param probe really uses the part once; throws when it is away
 * @param detail what an operator may want to know of it while it is there; may be empty
 */
public record Part(String name, boolean required, Probe probe, Supplier<String> detail) {

  /** A part of which there is no more to know. */
  public Part(String name, boolean required, Probe probe) {
    this(name, required, probe, () -> "");
  }

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
