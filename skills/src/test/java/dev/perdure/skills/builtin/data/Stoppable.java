package dev.perdure.skills.builtin.data;

import dev.perdure.core.skill.Cancellation;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stops when told. */
final class Stoppable implements Cancellation {

  private final List<Runnable> actions = new CopyOnWriteArrayList<>();
  private volatile boolean requested;

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
    actions.add(action);
    if (requested) {
      action.run();
    }
    return () -> actions.remove(action);
  }
}
