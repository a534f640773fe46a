package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Finds the interrupt a command is for, and locks its run. The session is locked. */
final class InterruptFinder {

  private final InterruptRows rows;

  InterruptFinder(InterruptRows rows) {
    this.rows = rows;
  }

  /**
   * An interrupt and its run.
   *
   * @param above the run and those above it, the topmost first; all are locked
   */
  record Found(InterruptRows.Row row, RunLock.Locked run, List<RunRef> above) {
    Found {
      above = List.copyOf(above);
    }
  }

  /**
   * The interrupt with an id.
   *
   * @param named the run it was asked for by: its own, or one above
   */
  Found byId(Handle handle, RunRef named, UUID id) {
    RunRef run =
        rows.find(handle, named.orgId(), id)
            .map(row -> row.interrupt().run())
            .filter(of -> of.sessionId().equals(named.sessionId()))
            .orElseThrow(() -> PerdureException.notFound("interrupt", id));
    List<RunRef> above = RunFamily.above(handle, run);
    if (!above.contains(named)) {
      throw PerdureException.notFound("interrupt", id);
    }
    return lock(handle, above, id);
  }

  /** The interrupt for a recovery that names none: the open one, or else the last there was. */
  Found only(Handle handle, RunRef named) {
    List<InterruptRows.Row> all = rows.troubles(handle, named);
    List<InterruptRows.Row> open = all.stream().filter(InterruptRows.Row::open).toList();
    if (open.size() > 1) {
      throw PerdureException.invalid(
          "interrupt_required",
          "The run waits for several things. Name one: "
              + String.join(", ", open.stream().map(row -> row.id().toString()).toList())
              + ".",
          "/interrupt_id");
    }
    if (all.isEmpty()) {
      RunLock.Locked run = RunLock.run(handle, named);
      Refused.ended(run);
      throw none(run);
    }
    InterruptRows.Row row = open.isEmpty() ? all.getLast() : open.getFirst();
    return lock(handle, RunFamily.above(handle, row.interrupt().run()), row.id());
  }

  /** 409: nothing to recover from. */
  static PerdureException none(RunLock.Locked run) {
    return Refused.because(
        "no_open_interrupt", "The run waits for no recovery and for no budget.", run);
  }

  private Found lock(Handle handle, List<RunRef> above, UUID id) {
    List<RunLock.Locked> locked = above.stream().map(run -> RunLock.run(handle, run)).toList();
    InterruptRows.Row row = rows.find(handle, above.getLast().orgId(), id).orElseThrow();
    if (row.open()) {
      // A run is being stopped with all that is below it.
      locked.stream()
          .filter(run -> run.status().terminal() || run.status() == RunStatus.CANCELLING)
          .forEach(Refused::ended);
    }
    return new Found(row, locked.getLast(), above);
  }
}
