package dev.perdure.core.quota;

/**
 * How fast tokens come back to a bucket, and how many it holds.
 *
 * @param perSecond tokens that come back each second
 * @param burst the most tokens it holds; what can be asked for at once
 */
public record Rate(int perSecond, int burst) {

  /** More than this would say nothing. */
  public static final int MOST = 1_000_000;

  public Rate {
    if (perSecond < 1 || perSecond > MOST || burst < 1 || burst > MOST) {
      throw new IllegalArgumentException("a rate and its burst are from 1 to " + MOST);
    }
  }

  /** A part of it, at least one token; for one of several processes that can't agree. */
  public Rate share(double fraction) {
    return new Rate(part(perSecond, fraction), part(burst, fraction));
  }

  private static int part(int whole, double fraction) {
    return Math.max(1, (int) Math.floor(whole * fraction));
  }
}
