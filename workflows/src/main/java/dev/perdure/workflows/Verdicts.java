package dev.perdure.workflows;

import dev.perdure.core.run.Command;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people decided about the run's interrupts, kept until the branch that waits has read it. */
final class Verdicts {

  private final Map<UUID, Command> given = new TreeMap<>();

  void add(Command command) {
    UUID interrupt = command.interruptId();
    if (interrupt != null) {
      given.put(interrupt, command);
    }
  }

  boolean has(UUID interrupt) {
    return given.containsKey(interrupt);
  }

  @Nullable Command take(UUID interrupt) {
    return given.remove(interrupt);
  }
}
