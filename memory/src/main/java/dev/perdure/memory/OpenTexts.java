package dev.perdure.memory;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The messages this process is writing. */
final class OpenTexts {

  private final ConcurrentHashMap<UUID, OpenText> byMessage = new ConcurrentHashMap<>();

  /** The text a delta belongs to; none when its beginning was never seen, or it has ended. */
  Optional<OpenText> of(RunRef run, Delta delta) {
    return Optional.ofNullable(
        delta.offset() == 0
            ? byMessage.computeIfAbsent(delta.messageId(), id -> new OpenText(run, delta))
            : byMessage.get(delta.messageId()));
  }

  /** Forgets what an event ends. */
  void ended(LoggedEvent event) {
    switch (event.event()) {
      case RunEvent.TextMessageEnd end -> byMessage.remove(end.messageId());
      case RunEvent.RunFinished ignored -> endedRun(event.runId());
      case RunEvent.RunErrored ignored -> endedRun(event.runId());
      default -> {}
    }
  }

  private void endedRun(UUID runId) {
    byMessage.values().removeIf(text -> text.run().runId().equals(runId));
  }

  /** Forgets messages another process must have ended. */
  void forgetIdle(Duration time) {
    byMessage.values().removeIf(text -> text.idleFor(time));
  }
}
