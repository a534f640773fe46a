package dev.perdure.e2e.client;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Where a watcher cuts its own connection, to come back with the last id it saw. */
public final class Cuts {

  private final @Nullable Random random;
  private final int meanLines;
  private int left;

  private Cuts(@Nullable Random random, int meanLines, int left) {
    this.random = random;
    this.meanLines = meanLines;
    this.left = left;
  }

  /** The connection is left alone. */
  public static Cuts none() {
    return new Cuts(null, 1, 0);
  }

  /** Cut after random numbers of lines, also inside an event; at most so many times. */
  public static Cuts random(long seed, int meanLines, int most) {
    return new Cuts(new Random(seed), meanLines, most);
  }

  /** How many lines the next connection may read; negative when it is left alone. */
  int nextLimit() {
    if (random == null || left == 0) {
      return -1;
    }
    left--;
    return 1 + random.nextInt(2 * meanLines);
  }
}
