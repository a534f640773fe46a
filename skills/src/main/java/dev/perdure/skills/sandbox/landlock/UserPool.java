package dev.perdure.skills.sandbox.landlock;

import java.util.BitSet;

/** Users that are nobody's, one for each job at a time, for a worker that is root. */
final class UserPool {

  /** Where systems give out no users by themselves. */
  private static final int FIRST = 65_100;

  private final BitSet taken = new BitSet();

  synchronized int take() {
    int free = taken.nextClearBit(0);
    taken.set(free);
    return FIRST + free;
  }

  synchronized void giveBack(int user) {
    taken.clear(user - FIRST);
  }
}
