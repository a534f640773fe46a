package dev.perdure.llm;

import dev.perdure.core.skill.Cancellation;
import java.util.ArrayList;
import java.util.List;

/** A cancellation that a test requests. */
public final class Stop implements Cancellation {
  private final List<Runnable> actions = new ArrayList<>();
  private boolean requested;

  @Override
  public synchronized boolean requested() {
    return requested;
  }

  @Override
  public synchronized Registration onRequest(Runnable action) {
    if (requested) {
      action.run();
    }
    actions.add(action);
    return () -> actions.remove(action);
  }

  public synchronized void request() {
    requested = true;
    List.copyOf(actions).forEach(Runnable::run);
  }
}
