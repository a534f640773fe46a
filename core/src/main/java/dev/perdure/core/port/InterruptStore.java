package dev.perdure.core.port;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;
import dev.perdure.core.skill.PlannedTool;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What runs wait for people to settle. */
public interface InterruptStore {

  /**
   * Opens an interrupt and lets the run wait. The same request made again finds the same one. Frees
   * the step: a late attempt can't write any more, and nothing of a message stays open.
   */
  Opened open(InterruptRequest request);

  /** Reminds of an open interrupt; does nothing when it is settled. */
  List<LoggedEvent> remind(RunRef run, UUID interruptId);

  /**
   * The deadline has passed: denies the call, or leaves it to the caller to end the run. Answers
   * {@code won = false} when a person was quicker.
   */
  Expired expire(RunRef run, UUID interruptId);

  /**
   * The run's budget of time is over, and it is to finish with what it knows: denies the call,
   * whatever is to become of it at its own deadline.
   */
  Expired outOfTime(RunRef run, UUID interruptId);

  /** The run tries again by itself: settles the interrupt as {@code retry}, if still open. */
  Expired retry(RunRef run, UUID interruptId);

  /** Interrupts, oldest first. A run's include those of its sub-agents. */
  Page<Interrupt> list(OrgId orgId, InterruptFilter filter, PageRequest page);

  Optional<Interrupt> get(OrgId orgId, UUID interruptId);

  /** The tool that the call an interrupt is about was planned for, where that was kept. */
  Optional<PlannedTool> plannedTool(OrgId orgId, UUID interruptId);

  /**
   * Which interrupts are wanted; what is null does not narrow.
   *
   * @param runId of this run and its sub-agents
   */
  record InterruptFilter(
      @Nullable UUID sessionId,
      @Nullable UUID runId,
      @Nullable WaitReason reason,
      Interrupt.@Nullable Status status) {}

  /**
   * What came of opening.
   *
   * @param interruptId absent when the run takes no more work
   * @param settled the command that has settled it already; its number is 0 when that was no
   *     command but a deadline ({@code DENY}) or the run itself ({@code RECOVER} by {@code retry})
   * @param ended where the run stands, when it takes no more work
   */
  record Opened(
      @Nullable UUID interruptId,
      @Nullable Command settled,
      @Nullable RunStatus ended,
      List<LoggedEvent> events) {
    public Opened {
      events = List.copyOf(events);
    }
  }

  /**
   * What came of settling without a person.
   *
   * @param won whether it was settled by this; else {@code settled} says by what
   */
  record Expired(boolean won, @Nullable Command settled, List<LoggedEvent> events) {
    public Expired {
      events = List.copyOf(events);
    }
  }
}
