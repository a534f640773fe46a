package dev.perdure.core.port;

import dev.perdure.core.run.Run;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** New runs made of old ones. A terminal run never changes. */
public interface RunForks {

  /**
   * Tries a failed, cancelled or expired run again: a new run of the same session and agent version
   * that goes on from the failed step, with all that was done before it. Refused with {@code
   * run_not_ended}, {@code run_succeeded}, {@code run_is_sub_agent}, {@code session_busy}, and
   * {@code run_not_last} when the session has gone on since (fork it instead).
   */
  Created<Run> retry(Caller caller, UUID runId, @Nullable Idempotency idempotency);

  /**
   * Goes on from a step of a run in a new session, whose thread refers to what came before the
   * step. Tool results before it are reused; the step itself is done anew. Refused with {@code
   * run_is_sub_agent}, {@code step_not_found}, {@code step_not_done} when the run has not got
   * there.
   */
  Created<Run> fork(Caller caller, UUID runId, ForkRun request, @Nullable Idempotency idempotency);

  /**
   * Where and how to fork.
   *
   * @param step the number of the step to do anew
   * @param agentVersion another version of the agent; the same when absent
   * @param input said to the agent before it goes on; may be empty. Only at a THINK
   */
  record ForkRun(int step, @Nullable Integer agentVersion, List<ContentPart> input) {
    public ForkRun {
      input = List.copyOf(input);
    }
  }
}
