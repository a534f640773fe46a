package dev.perdure.e2e.proof;

import dev.perdure.e2e.Seeds;
import java.time.Duration;

/**
 * How large a proof is. Told by system properties: {@code perdure.proof.runs}, {@code
 * perdure.seed}, {@code perdure.long}, {@code perdure.proof.only}.
 *
 * @param cases how many cases there are; some have several runs
 * @param seed whatever is random follows from it
 * @param atOnce how many cases are under way at once
 * @param begin no case begins later than this
 * @param only the name of the one shape to draw; empty for all
 */
record ProofOptions(int cases, long seed, int atOnce, Duration begin, String only) {

  private static final String CASES = "perdure.proof.runs";
  private static final int FEW = 40;
  private static final int MANY = 200;

  static ProofOptions given() {
    boolean many = Boolean.getBoolean("perdure.long");
    boolean bounded = !many && System.getProperty(CASES) == null;
    return new ProofOptions(
        Integer.getInteger(CASES, many ? MANY : FEW),
        Seeds.next(),
        Integer.getInteger("perdure.proof.at.once", 10),
        bounded ? Duration.ofSeconds(75) : Duration.ofDays(7),
        System.getProperty("perdure.proof.only", ""));
  }

  /** How to go through the same again. */
  String again() {
    return "./perdure proof --runs %d --seed %d".formatted(cases, seed);
  }
}
