package dev.perdure.skills.custom.mcp;

import dev.perdure.core.skill.Cancellation;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stops a call. */
final class StopButton implements Cancellation {

  private final List<Runnable> actions = new CopyOnWriteArrayList<>();
  private volatile boolean pressed;

  void press() {
    pressed = true;
    actions.forEach(Runnable::run);
  }

  @Override
  public boolean requested() {
    return pressed;
  }

  @Override
  public Registration onRequest(Runnable action) {
    actions.add(action);
    if (pressed) {
      action.run();
    }
    return () -> actions.remove(action);
  }
}
