package dev.perdure.api.recovery;

import dev.perdure.core.port.RunRecovery;
import dev.perdure.core.port.RunStarter;
import java.time.Duration;

/**
 * Starts runs that were committed and not started, lets queued ones start that may, and rings for
 * commands nobody took: whatever a process that died left undone.
 */
public final class Sweeper implements Runnable {

  private static final int MOST_PER_TURN = 100;
  private static final int MOST_PER_ORGANIZATION = 20;

  private final RunRecovery recovery;
  private final RunStarter starter;
  private final Duration age;

  /**
   * @param age how old what is swept up must be, so that it is not taken from under a node that is
   *     just doing it
   */
  public Sweeper(RunRecovery recovery, RunStarter starter, Duration age) {
    this.recovery = recovery;
    this.starter = starter;
    this.age = age;
  }

  @Override
  public void run() {
    recovery.startingFor(age, MOST_PER_TURN).forEach(starter::start);
    recovery.admitQueued(MOST_PER_ORGANIZATION).forEach(starter::start);
    recovery.commandsUntakenFor(age, MOST_PER_TURN).forEach(starter::ring);
  }
}
