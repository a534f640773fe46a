package dev.perdure.devstack.supervise;

import java.time.Duration;

/**
 * The times of supervision.
 *
 * @param firstPause before the first new start; it doubles with each one
 * @param longestPause where the doubling ends
 * @param steadyAfter after running that long a process counts as steady, and the pause is short
 *     again
 * @param probeEvery how often a process is asked whether it is ready
 * @param probeLimit how long it may take to answer
 * @param wedgedAfter after that long without an answer it is reported
 */
public record WatchTimes(
    Duration firstPause,
    Duration longestPause,
    Duration steadyAfter,
    Duration probeEvery,
    Duration probeLimit,
    Duration wedgedAfter) {

  public static final WatchTimes USUAL =
      new WatchTimes(
          Duration.ofMillis(250),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15));

  Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(longestPause) > 0 ? longestPause : doubled;
  }
}
