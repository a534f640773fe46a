package dev.perdure.llm.http;

import java.time.Duration;

/**
 * What any one model call may take at most, besides its own deadline.
 *
 * @param silence the longest time in which nothing arrives
 * @param bytes the most bytes of one answer
 */
public record Limits(Duration silence, long bytes) {
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final long BYTES = 16L << 20;

  public Limits {
    if (silence.isNegative() || silence.isZero() || bytes < 1) {
      throw new IllegalArgumentException("limits of model calls must be positive");
    }
  }

  /** With another limit of silence. */
  public Limits withSilence(Duration limit) {
    return new Limits(limit, bytes);
  }

  /** 60 s of silence, 16 MiB. */
  public static Limits defaults() {
    return new Limits(SILENCE, BYTES);
  }
}
