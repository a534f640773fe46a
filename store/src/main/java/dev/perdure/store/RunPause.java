package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Pauses and resumes a run with all its sub-agents. The session is locked. A run that has not begun
 * keeps the command: its beginning heeds it.
 */
final class RunPause {

  private static final String PAUSED =
      """
      UPDATE runs
      SET status = 'paused', waiting_for = NULL, updated_at = clock_timestamp(),
          status_at = clock_timestamp()
      WHERE org_id = :org AND id = :run AND status IN ('running', 'waiting')
      """;

  private static final String LAST =
      """
      SELECT number, kind = 'pause' AND (taken_at IS NULL OR :paused) AS pausing
      FROM commands WHERE org_id = :org AND run_id = :run AND kind IN ('pause', 'resume')
      ORDER BY number DESC LIMIT 1
      """;

  private final CommandRows commands;
  private final InterruptRows interrupts;

  RunPause(CommandRows commands, InterruptRows interrupts) {
    this.commands = commands;
    this.interrupts = interrupts;
  }

  /** The run's last pause or resume, and whether it keeps the run from going on. */
  private record Last(@Nullable Integer number, boolean pausing) {}

  Told pause(Handle handle, UUID userId, RunRef ref) {
    List<RunLock.Locked> family = family(handle, ref);
    RunLock.Locked run = requireGoing(family.getFirst());
    Last last = last(handle, run);
    if (last.pausing()) {
      return Told.again(run, last.number());
    }
    return tell(handle, userId, family, Command.Kind.PAUSE);
  }

  Told resume(Handle handle, UUID userId, RunRef ref) {
    List<RunLock.Locked> family = family(handle, ref);
    RunLock.Locked run = requireGoing(family.getFirst());
    if (!last(handle, run).pausing()) {
      throw Refused.because("run_not_paused", "Only a paused run can be resumed.", run);
    }
    return tell(handle, userId, family, Command.Kind.RESUME);
  }

  private static RunLock.Locked requireGoing(RunLock.Locked run) {
    Refused.ended(run);
    if (run.lost()) {
      throw Refused.because(
          "workflow_lost", "The workflow of this run is gone. Retry or cancel the run first.", run);
    }
    return run;
  }

  /** The run is locked before those below it are looked for, so that it makes none meanwhile. */
  private static List<RunLock.Locked> family(Handle handle, RunRef ref) {
    RunLock.run(handle, ref);
    return RunFamily.below(handle, ref).stream().map(run -> RunLock.run(handle, run)).toList();
  }

  private Told tell(Handle handle, UUID userId, List<RunLock.Locked> family, Command.Kind kind) {
    Integer number = null;
    List<RunRef> ring = new ArrayList<>();
    List<Told.News> news = new ArrayList<>();
    for (RunLock.Locked run : family) {
      if (reaches(handle, run, kind)) {
        int own = commands.insert(handle, run.ref(), userId, kind, Map.of());
        number = number == null ? Integer.valueOf(own) : number;
        if (run.hasWorkflow()) {
          ring.add(run.ref());
          news.add(new Told.News(run.ref(), change(handle, run.ref(), kind)));
        }
      }
    }
    return new Told(family.getFirst().ref(), number, ring, List.of(), news, List.of(), false);
  }

  private static boolean reaches(Handle handle, RunLock.Locked run, Command.Kind kind) {
    return !run.status().terminal()
        && run.status() != RunStatus.CANCELLING
        && !run.lost()
        && last(handle, run).pausing() == (kind == Command.Kind.RESUME);
  }

  private EventBatch change(Handle handle, RunRef run, Command.Kind kind) {
    EventBatch batch = new EventBatch();
    if (kind == Command.Kind.PAUSE) {
      handle
          .createUpdate(PAUSED)
          .bind("org", run.orgId().value())
          .bind("run", run.runId())
          .execute();
      batch.run(new RunEvent.Custom(RunEvent.Custom.PAUSED, Map.of()));
    } else {
      RunState.resume(handle, run);
      batch.run(InterruptEvents.resumed(interrupts.open(handle, run)));
    }
    return batch;
  }

  private static Last last(Handle handle, RunLock.Locked run) {
    Optional<Last> last =
        handle
            .createQuery(LAST)
            .bind("org", run.ref().orgId().value())
            .bind("run", run.ref().runId())
            .bind("paused", run.status() == RunStatus.PAUSED)
            .map((rs, ctx) -> new Last(rs.getInt("number"), rs.getBoolean("pausing")))
            .findOne();
    return last.orElse(new Last(null, false));
  }
}
