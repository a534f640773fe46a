package dev.perdure.core.port;

import dev.perdure.core.run.RunError;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.Thought;
import java.util.UUID;

/**
 * Steps, claimed with a fence: each attempt raises it, every write carries it, and a write with a
 * lower one is refused. A finished step is never done again.
 */
public interface StepStore {

  /** {@link #claim(StepRef, StepKind, boolean)} within the budget. */
  default Claim claim(StepRef step, StepKind kind) {
    return claim(step, kind, false);
  }

  /**
   * Takes a THINK step, or one call of an ACT or DELEGATE step, for this attempt. Logs the start on
   * the first claim; voids what an earlier attempt left open.
   *
   * @param last whether a THINK is to be taken even when a budget of the run is spent, to end with
   *     what is known
   */
  Claim claim(StepRef step, StepKind kind, boolean last);

  /**
   * Logs that another model takes over in a claimed THINK.
   *
   * @param reason what became of the model before, in plain words
   */
  Commit degraded(Claim.Claimed step, String from, String to, String reason);

  /** Stores the id of the reasoning about to be streamed, and logs its start. */
  Commit openReasoning(Claim.Claimed step, UUID messageId);

  /** Stores the id of the message about to be streamed, and logs its start. */
  Commit openMessage(Claim.Claimed step, UUID messageId);

  /**
   * Commits a THINK step: message, usage, events, decision and, when it is to act, the planned
   * calls of the next step, in one transaction.
   */
  Commit commitThought(Claim.Claimed step, Thought thought);

  /** Commits a tool call's result; the last one of its step finishes the step. */
  Commit commitToolCall(Claim.Claimed step, CallOutcome outcome);

  /**
   * Gives up a tool call after its last attempt: takes the step with a new fence, so that a late
   * attempt changes nothing, and tells the model of the failure. Does nothing when it is finished.
   * A {@code once} call whose intent was committed turns unknown instead, see {@link
   * EffectStore#unknown}; {@link #claim} tells so from then on.
   */
  Commit giveUpToolCall(StepRef step, RunError error);
}
