package dev.perdure.devstack;

import java.nio.file.Path;
import java.time.Duration;

/** One server of a stack, or one process of the service. */
public interface Part {

  /** Its short name, such as {@code postgres}. */
  String name();

  /** Whether this stack started it; a server one already had can only be looked at. */
  boolean isOwn();

  /** Whether it answers a real question within the time limit. */
  boolean answers(Duration limit);

  /** Whether it says of itself that only a new start helps. */
  default boolean isStalled(Duration limit) {
    return false;
  }

  /** Whether its process runs. */
  boolean isAlive();

  /** Waits until its process has ended; false when it still runs after the time limit. */
  boolean awaitEnd(Duration limit) throws InterruptedException;

  /** Its process id, 0 when it is not ours or does not run. */
  long pid();

  /** Where it writes its log. */
  Path log();

  /** Starts it again on the same port and data, and waits until it answers. */
  void start();

  /** Lets it end in order. */
  void stop();

  /** Kills it at once, with all its processes (SIGKILL). */
  void kill();

  /** Stops all its processes where they are (SIGSTOP). */
  void suspend();

  /** Lets them go on (SIGCONT). */
  void resume();

  /** Kills it and starts it again. */
  default void restart() {
    kill();
    start();
  }
}
