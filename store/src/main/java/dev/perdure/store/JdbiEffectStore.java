package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.EffectStore;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger of effects; each method is one transaction. */
final class JdbiEffectStore implements EffectStore {

  private static final String OF_RUN =
      "SELECT "
          + EffectRows.COLUMNS
          + """
          FROM effects e WHERE e.org_id = :org AND e.run_id = :run
          ORDER BY e.intended_at, e.number, e.call, e.generation
          """;

  private final Db db;
  private final Bodies bodies;
  private final EffectIntents intents;
  private final LateEffects late;
  private final EffectUndo undo;

  JdbiEffectStore(Db db, Bodies bodies, EffectIntents intents, LateEffects late, EffectUndo undo) {
    this.db = db;
    this.bodies = bodies;
    this.intents = intents;
    this.late = late;
    this.undo = undo;
  }

  @Override
  public Commit intend(Claim.Claimed call, Intent intent) {
    return db.inOrg(orgOf(call), handle -> intents.intend(handle, call, intent));
  }

  @Override
  public Commit notDone(Claim.Claimed call) {
    return db.inOrg(orgOf(call), handle -> intents.notDone(handle, call));
  }

  @Override
  public Commit unknown(Claim.Claimed call, String why) {
    return db.inOrg(orgOf(call), handle -> intents.unknown(handle, call, why));
  }

  @Override
  public List<LoggedEvent> late(Claim.Claimed call, ToolOutput output) {
    return db.inOrg(orgOf(call), handle -> late.committed(handle, call, output));
  }

  @Override
  public List<EffectEntry> list(OrgId orgId, UUID runId) {
    return db.ofRun(orgId, runId, OF_RUN, (rs, ctx) -> EffectRows.map(bodies, rs));
  }

  @Override
  public List<StepRef> toUndo(RunRef run) {
    return db.inOrg(run.orgId(), handle -> undo.outstanding(handle, run));
  }

  @Override
  public Optional<Undoing> undoing(StepRef call) {
    return db.inOrg(call.run().orgId(), handle -> undo.undoing(handle, call));
  }

  @Override
  public List<LoggedEvent> undone(StepRef call, EffectEntry.Undo how, @Nullable String message) {
    return db.inOrg(call.run().orgId(), handle -> undo.undone(handle, call, how, message));
  }

  private static OrgId orgOf(Claim.Claimed call) {
    return call.step().run().orgId();
  }
}
