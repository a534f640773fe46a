package dev.perdure.store;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunRef;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How interrupts are settled: once, while their run's row is locked. */
final class InterruptVerdict {

  private static final String SETTLE =
      """
      UPDATE interrupts
      SET status = :status, settled_at = clock_timestamp(), settled_by = :by, command = :command,
          settlement = :settlement::jsonb
      WHERE org_id = :org AND id = :id AND status = 'open'
      """;

  private static final String VOID =
      """
      UPDATE interrupts SET status = 'void', settled_at = clock_timestamp()
      WHERE org_id = :org AND run_id = :run AND status = 'open'
      """;

  private final Json json;
  private final Bodies bodies;
  private final InterruptRows rows;
  private final CommandRows commands;

  InterruptVerdict(Json json, Bodies bodies, InterruptRows rows, CommandRows commands) {
    this.json = json;
    this.bodies = bodies;
    this.rows = rows;
    this.commands = commands;
  }

  /**
   * Who settled it, and by which command; neither when nobody did.
   *
   * @param words what it was settled with
   */
  record By(@Nullable UUID user, @Nullable Integer command, Map<String, Object> words) {
    By {
      words = Map.copyOf(words);
    }

    /** A deadline, or the run itself. */
    static By nobody(Map<String, Object> words) {
      return new By(null, null, words);
    }
  }

  /** Settles an open interrupt; tells that the run goes on, or for what it waits still. */
  void settle(
      Handle handle, Interrupt interrupt, Interrupt.Status status, By by, EventBatch batch) {
    RunRef run = interrupt.run();
    mark(handle, interrupt, status, by);
    RunState.settle(handle, run);
    batch.run(InterruptEvents.resumed(interrupt, by.words(), rows.open(handle, run)));
  }

  /** Notes how an open interrupt was settled, and no more. */
  void mark(Handle handle, Interrupt interrupt, Interrupt.Status status, By by) {
    handle
        .createUpdate(SETTLE)
        .bind("org", interrupt.run().orgId().value())
        .bind("id", interrupt.id())
        .bind("status", status.wireName())
        .bind("by", by.user())
        .bind("command", by.command())
        .bind(
            "settlement",
            bodies.write(
                interrupt.run().orgId(),
                Body.INTERRUPT_SETTLEMENT,
                interrupt.id(),
                json.object(by.words())))
        .execute();
  }

  /** Nothing can be settled any more: the run is being stopped, or has ended. */
  static void voidAll(Handle handle, RunRef run) {
    handle.createUpdate(VOID).bind("org", run.orgId().value()).bind("run", run.runId()).execute();
  }

  /** The command that settled it, or what stands for one; null while nothing has to be heard. */
  @Nullable Command command(Handle handle, InterruptRows.Row row) {
    Integer number = row.command();
    if (number != null) {
      return commands.command(handle, row.interrupt().run(), number);
    }
    Map<String, Object> settlement = row.interrupt().settlement();
    if ("deny".equals(settlement.get("deadline"))) {
      return new Command(0, Command.Kind.DENY, row.id(), null);
    }
    return RecoveryOperation.RETRY.wireName().equals(settlement.get("operation"))
        ? new Command(0, Command.Kind.RECOVER, row.id(), RecoveryOperation.RETRY.wireName())
        : null;
  }

  /** What the run itself waits for. */
  List<InterruptRows.Row> open(Handle handle, RunRef run) {
    return rows.open(handle, run);
  }
}
