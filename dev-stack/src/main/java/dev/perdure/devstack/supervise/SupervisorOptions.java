package dev.perdure.devstack.supervise;

import dev.perdure.devstack.Home;

/**
 * How a supervisor works.
 *
 * @param home the folder it takes over
 * @param times how often it looks, how long it waits
 * @param maxLogBytes the size at which a log is put aside; one older one is kept
 */
public record SupervisorOptions(Home home, WatchTimes times, long maxLogBytes) {

  private static final long TEN_MEGABYTES = 10_000_000;

  public static SupervisorOptions usual(Home home) {
    return new SupervisorOptions(home, WatchTimes.USUAL, TEN_MEGABYTES);
  }
}
