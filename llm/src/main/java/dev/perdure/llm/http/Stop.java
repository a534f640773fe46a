package dev.perdure.llm.http;

import dev.perdure.core.skill.Cancellation;
import java.util.ArrayList;
import java.util.List;

/** Tells the guarded client that a call is over. */
final class Stop implements Cancellation {

  private final List<Runnable> actions = new ArrayList<>();
  private boolean requested;

  @Override
  public synchronized boolean requested() {
    return requested;
  }

  @Override
  public Registration onRequest(Runnable action) {
    synchronized (this) {
      if (!requested) {
        actions.add(action);
        return () -> forget(action);
      }
    }
    action.run();
    return () -> {};
  }

  void request() {
    List<Runnable> all;
    synchronized (this) {
      requested = true;
      all = List.copyOf(actions);
      actions.clear();
    }
    all.forEach(Runnable::run);
  }

  private synchronized void forget(Runnable action) {
    actions.remove(action);
  }
}
