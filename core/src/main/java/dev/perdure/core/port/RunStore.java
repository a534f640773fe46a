package dev.perdure.core.port;

import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.Step;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs, from the committed intent to the one terminal state. Each method is one transaction; locks
 * are taken in the order session, run, step, position.
 */
public interface RunStore {

  /**
   * Commits the intent to run. The session row is locked, so that the input policy is settled once:
   * {@code starting} when no run of the session is active, else as the policy says: refused with
   * {@code session_busy}, {@code queued} (and the active run cancelled first), or given to the
   * active run as a steer.
   */
  Started start(Caller caller, StartRun request, @Nullable Idempotency idempotency);

  /** Whether there is such a run, in that organization and in that session. */
  boolean exists(RunRef run);

  Optional<Run> get(OrgId orgId, UUID runId);

  /** Runs, newest first. */
  Page<Run> list(OrgId orgId, RunFilter filter, PageRequest page);

  /** Steps and tool calls in order. */
  List<Step> steps(OrgId orgId, UUID runId);

  /**
   * The workflow's first write: {@code starting → running}. Puts the input into the transcript and
   * {@code RUN_STARTED} into the log; a run that is recovered has both already. Doing it again for
   * a run that is running changes nothing and answers the same.
   */
  Begun begin(RunRef run);

  /**
   * Ends the run; the first terminal state wins. Closes what is open: messages, steps, tool calls
   * without a result; then lets the session's next queued run turn {@code starting}. An answer does
   * not end a run that was steered meanwhile: it has to THINK again. Steers that a run did not come
   * to are the next runs of the session, or steers of the run that delegated to it.
   */
  Finished finish(RunRef run, Ending ending);
}
