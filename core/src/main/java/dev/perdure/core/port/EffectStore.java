package dev.perdure.core.port;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of effects. Before a call that changes something outside its intent is committed; its
 * result is committed with the step. In between nobody knows.
 */
public interface EffectStore {

  /** Commits the intent to make a claimed call. Refused when the attempt has no say any more. */
  Commit intend(Claim.Claimed call, Intent intent);

  /**
   * {@link #intend(Claim.Claimed, Intent)} of a tool that costs nothing and belongs to no skill.
   */
  default Commit intend(Claim.Claimed call, Effect effect, Duration limit) {
    return intend(call, new Intent(effect, limit, null, 0));
  }

  /**
   * Notes that the tool says nothing happened: the entry turns {@code not_done}, the step stays
   * this attempt's. A later attempt may {@link #intend} the call again.
   */
  Commit notDone(Claim.Claimed call);

  /**
   * Notes that nobody knows what became of a {@code once} call: its step and its entry turn
   * unknown.
   */
  Commit unknown(Claim.Claimed call, String why);

  /**
   * A {@code once} call that was given up has come to a result after all: kept as {@code
   * late_committed}, shown, and booked. Does nothing for an entry that is not of this call's
   * generation, or is settled.
   */
  List<LoggedEvent> late(Claim.Claimed call, ToolOutput output);

  /** The ledger of a run, oldest first. */
  List<EffectEntry> list(OrgId orgId, UUID runId);

  /** Effects of a run that are to be undone, newest first: those that took place or may have. */
  List<StepRef> toUndo(RunRef run);

  /** What is needed to undo one; empty when it needs no undoing any more. */
  Optional<Undoing> undoing(StepRef call);

  /** Records what became of undoing. Idempotent; the first record stands. */
  List<LoggedEvent> undone(StepRef call, EffectEntry.Undo undo, @Nullable String message);

  /**
   * What a call is about to do.
   *
   * @param limit the most it may take; after it the call can no longer be under way
   * @param skill where the registry finds the tool's skill as it is now, to undo it
   * @param costMicros what it costs if it takes place, in millionths of a US dollar; booked when
   *     that is known, however late
   */
  record Intent(Effect effect, Duration limit, @Nullable String skill, long costMicros) {}

  /**
   * An effect to be undone.
   *
   * @param call of the generation that took effect
   * @param skill where the registry finds the skill of the tool that was called; absent for calls
   *     made before this was kept
   * @param arguments as it was made with, JSON
   * @param result what it answered; empty when not known
   * @param mayHappenFor how long the call may still be under way, so that undoing now could come
   *     before it; zero when it can't
   */
  record Undoing(
      StepRef call,
      UUID agentId,
      int agentVersion,
      String tool,
      @Nullable String skill,
      String arguments,
      String result,
      Duration mayHappenFor) {}
}
