package dev.perdure.store;

import dev.perdure.core.port.StepStore;
import dev.perdure.core.run.RunError;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.Thought;
import dev.perdure.core.tenant.OrgId;
import java.util.UUID;

/** Steps; each method is one transaction, done by a class of its own. */
final class JdbiStepStore implements StepStore {

  private final Db db;
  private final StepClaim claim;
  private final MessageOpening opening;
  private final Degradation degradation;
  private final ThoughtCommit thoughts;
  private final ToolCallCommit toolCalls;

  JdbiStepStore(
      Db db,
      StepClaim claim,
      MessageOpening opening,
      Degradation degradation,
      ThoughtCommit thoughts,
      ToolCallCommit toolCalls) {
    this.db = db;
    this.claim = claim;
    this.opening = opening;
    this.degradation = degradation;
    this.thoughts = thoughts;
    this.toolCalls = toolCalls;
  }

  @Override
  public Claim claim(StepRef step, StepKind kind, boolean last) {
    return db.inOrg(orgOf(step), handle -> claim.claim(handle, step, kind, last));
  }

  @Override
  public Commit degraded(Claim.Claimed step, String from, String to, String reason) {
    return db.inOrg(
        orgOf(step.step()), handle -> degradation.degraded(handle, step, from, to, reason));
  }

  @Override
  public Commit openReasoning(Claim.Claimed step, UUID messageId) {
    return db.inOrg(orgOf(step.step()), handle -> opening.reasoning(handle, step, messageId));
  }

  @Override
  public Commit openMessage(Claim.Claimed step, UUID messageId) {
    return db.inOrg(orgOf(step.step()), handle -> opening.message(handle, step, messageId));
  }

  @Override
  public Commit commitThought(Claim.Claimed step, Thought thought) {
    return db.inOrg(orgOf(step.step()), handle -> thoughts.commit(handle, step, thought));
  }

  @Override
  public Commit commitToolCall(Claim.Claimed step, CallOutcome outcome) {
    return db.inOrg(orgOf(step.step()), handle -> toolCalls.commit(handle, step, outcome));
  }

  @Override
  public Commit giveUpToolCall(StepRef step, RunError error) {
    return db.inOrg(orgOf(step), handle -> toolCalls.giveUp(handle, step, error));
  }

  private static OrgId orgOf(StepRef step) {
    return step.run().orgId();
  }
}
