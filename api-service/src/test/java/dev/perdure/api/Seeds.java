package dev.perdure.api;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Seeds of whatever is random: always the same in a short run, so that it fails for who broke it,
 * and another each time in a long one. {@code -Dperdure.seed} goes through one again.
 */
final class Seeds {

  private static final long USUAL = 20261130;

  private Seeds() {}

  static long get() {
    boolean search = Boolean.getBoolean("perdure.long");
    return Long.getLong(
        "perdure.seed", search ? ThreadLocalRandom.current().nextLong(1_000_000_000) : USUAL);
  }
}
