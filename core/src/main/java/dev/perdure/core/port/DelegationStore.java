package dev.perdure.core.port;

import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepRef;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs of sub-agents: made, and brought back to their parent. */
public interface DelegationStore {

  /**
   * Makes the child run of a claimed DELEGATE call: own thread, same session, {@code starting},
   * budget carved from the parent's. Answers the same child when it was made before, by whichever
   * attempt. Refused, with nothing written, when the attempt's fence is old or the run takes no
   * work.
   */
  Made make(Claim.Claimed call, SubAgent subAgent, int agentVersion, List<ContentPart> task);

  /**
   * Ends a DELEGATE call with what its child run came to: the answer, or the failure as a fact. A
   * child that has not ended, since its workflow is gone, is ended as failed first. Does nothing
   * when the call is finished.
   */
  Concluded conclude(StepRef call, Keeping keeping);

  /** {@link #conclude(StepRef, Keeping)} with the answer as it is, however long. */
  default Concluded conclude(StepRef call) {
    return conclude(call, (tool, output) -> CallOutcome.of(output));
  }

  /** Makes what a child came to fit its parent's transcript. */
  interface Keeping {
    CallOutcome outcome(String tool, ToolOutput output);
  }

  /** The run itself and all sub-agents below it. */
  List<UUID> family(RunRef run);

  /**
   * What came of making a child.
   *
   * @param child absent when refused
   * @param agentId whose run it is, for the workflow's search attributes
   */
  record Made(@Nullable RunRef child, @Nullable UUID agentId, List<LoggedEvent> events) {
    public Made {
      events = List.copyOf(events);
    }
  }

  /**
   * What came of a delegation.
   *
   * @param threadId the parent's thread
   */
  record Concluded(UUID threadId, List<Message> messages, List<LoggedEvent> events) {
    public Concluded {
      messages = List.copyOf(messages);
      events = List.copyOf(events);
    }
  }

  /** What a child may spend: its own bound and what its parent has left, whichever is less. */
  static @Nullable Long carve(@Nullable Long bound, @Nullable Long left) {
    if (bound == null) {
      return left;
    }
    return left == null ? bound : Long.valueOf(Math.min(bound, left));
  }
}
