package dev.perdure.skills.sandbox;

import dev.perdure.core.skill.Cancellation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells all jobs of a sandbox that it is closed. */
final class Closing implements Cancellation {

  private final Set<Runnable> actions = ConcurrentHashMap.newKeySet();
  private volatile boolean requested;

  /** Tells them; those that come later hear it at once. */
  void request() {
    requested = true;
    actions.forEach(Runnable::run);
  }

  @Override
  public boolean requested() {
    return requested;
  }

  @Override
  public Registration onRequest(Runnable action) {
    Runnable once = once(action);
    actions.add(once);
    if (requested) {
      once.run();
    }
    return () -> actions.remove(once);
  }

  /** That, or what somebody else asks for, whichever is first. */
  Cancellation or(Cancellation other) {
    return new Cancellation() {
      @Override
      public boolean requested() {
        return Closing.this.requested() || other.requested();
      }

      @Override
      public Registration onRequest(Runnable action) {
        Runnable once = once(action);
        Registration one = Closing.this.onRequest(once);
        Registration two = other.onRequest(once);
        return () -> {
          one.close();
          two.close();
        };
      }
    };
  }

  private static Runnable once(Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    return () -> {
      if (done.compareAndSet(false, true)) {
        action.run();
      }
    };
  }
}
