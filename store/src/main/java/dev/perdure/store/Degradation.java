package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Logs that another model takes over. */
final class Degradation {

  private final EventLog log;

  Degradation(EventLog log) {
    this.log = log;
  }

  Commit degraded(Handle handle, Claim.Claimed attempt, String from, String to, String reason) {
    StepLock.Locked step = StepLock.lock(handle, attempt.step());
    Optional<Commit> refusal = step.refusal(attempt);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    EventBatch batch = new EventBatch();
    batch.step(
        step.ref().stepId(),
        attempt.fence(),
        new RunEvent.Custom(
            RunEvent.Custom.DEGRADED, Map.of("from", from, "to", to, "reason", reason)));
    return new Commit.Done(List.of(), log.append(handle, attempt.step().run(), batch));
  }
}
