package dev.perdure.skills.sandbox.landlock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

/**
 * Users that are nobody's, for a worker that is root: another for each job, drawn by lot, so that
 * workers of one machine need not know of each other. The script that runs a job refuses a user who
 * has processes already.
 */
final class UserPool {

  private static final Path MAP = Path.of("/proc/self/uid_map");

  /** Of no use to anybody, by the table that systemd keeps. */
  private static final Range FREE = new Range(1_880_000_000, 2_147_000_000);

  /** Where a container has no more users than these: of services that come and go. */
  private static final Range FEW = new Range(61_184, 65_500);

  private final SecureRandom lot = new SecureRandom();
  private final Set<Integer> taken = new HashSet<>();
  private final Range range;

  /** Users, the last one excluded. */
  private record Range(int from, int to) {}

  UserPool() {
    this.range = isMapped(FREE) ? FREE : FEW;
  }

  synchronized int take() {
    int user;
    do {
      user = lot.nextInt(range.from(), range.to());
    } while (!taken.add(user));
    return user;
  }

  synchronized void giveBack(int user) {
    taken.remove(user);
  }

  /** Whether the kernel knows all these users in this container. */
  private static boolean isMapped(Range range) {
    try {
      return Files.readAllLines(MAP).stream()
          .map(line -> line.strip().split(" +"))
          .anyMatch(fields ->
              Long.parseLong(fields[0]) <= range.from()
                  && Long.parseLong(fields[0]) + Long.parseLong(fields[2]) >= range.to());
    } catch (IOException e) {
      return false;
    }
  }
}
