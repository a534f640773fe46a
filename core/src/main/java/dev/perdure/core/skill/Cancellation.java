package dev.perdure.core.skill;

import dev.perdure.core.error.PerdureException;

/** Tells running work that it should stop. */
public interface Cancellation {

  /** Never requested. */
  Cancellation NEVER =
      new Cancellation() {
        @Override
        public boolean requested() {
          return false;
        }

        @Override
        public Registration onRequest(Runnable action) {
          return () -> {};
        }
      };

  /** Whether somebody asked to stop. */
  boolean requested();

  /**
   * Runs {@code action} once, as soon as stopping is requested; at once if it was already. The
   * action must not block.
   */
  Registration onRequest(Runnable action);

  /** Throws {@code Cancelled} when stopping is requested. */
  default void throwIfRequested() {
    if (requested()) {
      throw PerdureException.cancelled();
    }
  }

  /** Takes an action back. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
