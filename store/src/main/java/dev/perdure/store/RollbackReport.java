package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Role;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Says in the thread of a run that was rolled back what was undone and what was not. */
final class RollbackReport {

  private static final String EFFECTS =
      RunFamily.WITH_BELOW
          + "SELECT "
          + EffectRows.COLUMNS
          + """
          FROM effects e
          WHERE e.org_id = :org AND e.run_id IN (SELECT id FROM below)
            AND (e.status <> 'not_done' OR e.undo IS NOT NULL)
          ORDER BY e.intended_at DESC, e.number DESC, e.call DESC, e.generation DESC
          """;

  private final Bodies bodies;
  private final Supplier<UUID> ids;
  private final Transcript transcript;

  RollbackReport(Bodies bodies, Supplier<UUID> ids, Transcript transcript) {
    this.bodies = bodies;
    this.ids = ids;
    this.transcript = transcript;
  }

  void write(Handle handle, RunLock.Locked run, Ending ending, EventBatch batch) {
    if (run.cancelMode() != CancelMode.ROLLBACK || !(ending instanceof Ending.Cancelled)) {
      return;
    }
    List<EffectEntry> effects = effects(handle, run.ref());
    if (effects.isEmpty()) {
      return;
    }
    UUID id = ids.get();
    String text = text(effects);
    transcript.append(
        handle,
        run.ref(),
        run.threadId(),
        List.of(new NewMessage(id, null, Role.SYSTEM, List.of(new ContentPart.Text(text)))));
    batch.run(new RunEvent.TextMessageStart(id, "system"));
    batch.run(new RunEvent.TextMessageEnd(id, text));
  }

  private List<EffectEntry> effects(Handle handle, RunRef run) {
    return handle
        .createQuery(EFFECTS)
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .map((rs, ctx) -> EffectRows.map(bodies, rs))
        .list();
  }

  private static String text(List<EffectEntry> effects) {
    return "The run was rolled back.\n"
        + effects.stream().map(RollbackReport::line).collect(Collectors.joining("\n"));
  }

  private static String line(EffectEntry effect) {
    String what = "- " + effect.tool() + " (" + effect.stepId() + "): ";
    EffectEntry.Undo undo = effect.undo();
    if (undo == null) {
      return what + "not undone; nobody tried.";
    }
    String message = effect.undoMessage();
    String why = message == null || message.isBlank() ? "." : ": " + message;
    return what
        + switch (undo) {
          case UNDONE -> "undone" + why;
          case PARTLY -> "undone in part" + why;
          case IMPOSSIBLE -> "not undone, the tool has no way to" + why;
          case FAILED -> "not undone, undoing failed" + why;
        };
  }
}
