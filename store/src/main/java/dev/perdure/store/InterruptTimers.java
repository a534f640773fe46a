package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.InterruptStore.Expired;
import dev.perdure.core.run.DeadlinePolicy;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.skill.ToolOutput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What the workflow's timers do to interrupts that nobody settled. */
final class InterruptTimers {

  private static final String REMINDED =
      """
      UPDATE interrupts SET reminded_at = clock_timestamp()
      WHERE org_id = :org AND id = :id AND status = 'open' AND reminded_at IS NULL
      """;

  private static final String POLICY =
      "SELECT on_deadline FROM interrupts WHERE org_id = :org AND id = :id";

  private final EventLog log;
  private final InterruptRows rows;
  private final InterruptVerdict verdict;
  private final StepGiven given;

  InterruptTimers(EventLog log, InterruptRows rows, InterruptVerdict verdict, StepGiven given) {
    this.log = log;
    this.rows = rows;
    this.verdict = verdict;
    this.given = given;
  }

  List<LoggedEvent> remind(Handle handle, RunRef run, UUID id) {
    RunLock.run(handle, run);
    Optional<InterruptRows.Row> row = find(handle, run, id);
    boolean first =
        row.isPresent()
            && handle
                    .createUpdate(REMINDED)
                    .bind("org", run.orgId().value())
                    .bind("id", id)
                    .execute()
                == 1;
    EventBatch batch = new EventBatch();
    if (first) {
      batch.run(InterruptEvents.reminder(row.orElseThrow().interrupt()));
    }
    return log.append(handle, run, batch);
  }

  /**
   * Nobody settled it in time.
   *
   * @param outOfTime whether that is the run's budget of time, not the deadline of the call
   */
  Expired expire(Handle handle, RunRef run, UUID id, boolean outOfTime) {
    RunLock.run(handle, run);
    Optional<InterruptRows.Row> row = find(handle, run, id);
    if (row.isEmpty() || !row.get().open()) {
      return late(handle, row, Interrupt.Status.EXPIRED);
    }
    String policy = policy(handle, row.get(), outOfTime);
    if (policy.equals(DeadlinePolicy.DENY.wireName())) {
      deny(handle, row.get());
    }
    return settle(
        handle,
        row.get(),
        Interrupt.Status.EXPIRED,
        InterruptVerdict.By.nobody(Map.of("deadline", policy)));
  }

  /** Only a call can be denied: whatever else nobody settled in time is the run's to settle. */
  private static String policy(Handle handle, InterruptRows.Row row, boolean outOfTime) {
    WaitReason reason = row.interrupt().reason();
    if (reason != WaitReason.APPROVAL && reason != WaitReason.INPUT) {
      return DeadlinePolicy.EXPIRE.wireName();
    }
    if (outOfTime) {
      return DeadlinePolicy.DENY.wireName();
    }
    return handle
        .createQuery(POLICY)
        .bind("org", row.interrupt().run().orgId().value())
        .bind("id", row.id())
        .mapTo(String.class)
        .one();
  }

  Expired retry(Handle handle, RunRef run, UUID id) {
    RunLock.run(handle, run);
    Optional<InterruptRows.Row> row = find(handle, run, id);
    if (row.isEmpty() || !row.get().open()) {
      return late(handle, row, Interrupt.Status.SETTLED);
    }
    return settle(
        handle,
        row.get(),
        Interrupt.Status.SETTLED,
        InterruptVerdict.By.nobody(
            Map.of("operation", RecoveryOperation.RETRY.wireName(), "by", "run")));
  }

  private Expired settle(
      Handle handle, InterruptRows.Row row, Interrupt.Status status, InterruptVerdict.By by) {
    EventBatch batch = new EventBatch();
    verdict.settle(handle, row.interrupt(), status, by, batch);
    return new Expired(true, null, log.append(handle, row.interrupt().run(), batch));
  }

  /** It was settled before: perhaps by this very call, whose answer was lost. */
  private Expired late(Handle handle, Optional<InterruptRows.Row> row, Interrupt.Status byItself) {
    if (row.isEmpty()) {
      return new Expired(false, null, List.of());
    }
    boolean own = row.get().command() == null && row.get().interrupt().status() == byItself;
    return new Expired(own, own ? null : verdict.command(handle, row.get()), List.of());
  }

  private void deny(Handle handle, InterruptRows.Row row) {
    Integer number = row.number();
    Integer call = row.call();
    if (number != null && call != null) {
      String why =
          row.interrupt().reason() == WaitReason.INPUT
              ? "Nobody answered in time."
              : "Nobody approved this call in time.";
      given.give(
          handle,
          new StepGiven.Place(row.interrupt().run(), number, call),
          ToolOutput.failure(why));
    }
  }

  private Optional<InterruptRows.Row> find(Handle handle, RunRef run, UUID id) {
    return rows.find(handle, run.orgId(), id).filter(row -> row.interrupt().run().equals(run));
  }
}
