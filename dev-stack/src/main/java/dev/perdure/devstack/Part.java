package dev.perdure.devstack;

import java.nio.file.Path;
import java.time.Duration;

/** One server of a stack. */
public interface Part {

  /** {@code postgres}, {@code redis} or {@code temporal}. */
  String name();

  /** Whether this stack started it; a server one already had can only be looked at. */
  boolean isOwn();

  /** Whether it answers a real question within the time limit. */
  boolean answers(Duration limit);

  /** Whether its process runs. */
  boolean isAlive();

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
