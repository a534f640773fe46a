package dev.perdure.core.quota;

import org.jspecify.annotations.Nullable;

/**
 * What an organization may ask for.
 *
 * @param credential requests by one API key, token or console session
 * @param user requests by one user, whatever they show
 * @param organization requests by all of them
 * @param openStreams event streams that are open at once, at all servers together
 * @param concurrentRuns runs that work at once; those that wait or are paused do not count, nor do
 *     sub-agents
 * @param queuedRuns runs that wait for their turn
 * @param dailySpendMicros what model calls may cost in a day (UTC), in millionths of a US dollar;
 *     absent for no limit
 * @param storedBytes what the files of all sessions may take, with old versions and the trash
 * @param storedFiles how many files all sessions may have, with those in the trash
 * @param fileBytes how large a file may be
 */
public record Limits(
    Rate credential,
    Rate user,
    Rate organization,
    int openStreams,
    int concurrentRuns,
    int queuedRuns,
    @Nullable Long dailySpendMicros,
    long storedBytes,
    int storedFiles,
    long fileBytes) {

  /** What an organization has that nobody gave anything else. */
  public static final Limits STANDARD =
      new Limits(
          new Rate(50, 200),
          new Rate(100, 400),
          new Rate(200, 1000),
          200,
          50,
          1000,
          100_000_000L,
          10L << 30,
          100_000,
          100L << 20);

  /** For a machine of one's own: more than a person, a console and a test can ask for. */
  public static final Limits DEVELOPMENT =
      new Limits(
          new Rate(5000, 20_000),
          new Rate(5000, 20_000),
          new Rate(10_000, 40_000),
          5000,
          5000,
          100_000,
          null,
          100L << 30,
          1_000_000,
          1L << 30);
}
