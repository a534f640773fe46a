package dev.perdure.e2e;

import java.util.concurrent.ThreadLocalRandom;

/** Seeds of whatever is random; set {@code -Dperdure.seed} to go through one again. */
public final class Seeds {

  private Seeds() {}

  public static long next() {
    return Long.getLong("perdure.seed", ThreadLocalRandom.current().nextLong(1_000_000));
  }
}
