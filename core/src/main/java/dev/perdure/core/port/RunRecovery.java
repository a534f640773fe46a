package dev.perdure.core.port;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the sweeper and the reconciler see and do, across organizations. */
public interface RunRecovery {

  /**
   * Runs that stayed {@code starting} for at least this long: the oldest of each organization, then
   * the second oldest of each, and so on.
   */
  List<RunRef> startingFor(Duration age, int limit);

  /** Runs with a command nobody has taken for at least this long, organizations taking turns. */
  List<RunRef> commandsUntakenFor(Duration age, int limit);

  /**
   * Lets runs start that were queued because their organization had as many working as it may, now
   * that it has fewer. Runs that begin to wait make room too, and who ended one may have died.
   *
   * @param most runs of one organization
   */
  List<RunRef> admitQueued(int most);

  /**
   * Runs at work whose organization is suspended and which nobody has told to pause. Not
   * sub-agents, who pause with their runs.
   *
   * @param only of this organization; null for all
   */
  List<RunRef> toPause(@Nullable OrgId only, int limit);

  /**
   * Tells a run of a suspended organization to pause, with its sub-agents, in the name of who
   * suspended it; does no harm when it was told before.
   *
   * @return empty, with nothing written, when the organization is active again or the run can't
   *     pause
   */
  Optional<CommandAccepted> pause(RunRef run);

  /**
   * Runs a workflow should be working on and that were not looked at for at least this long; marks
   * them as looked at.
   */
  List<Suspect> takeUnchecked(Duration age, int limit);

  /**
   * Moves a run whose workflow is gone to {@code waiting(recovery)}; closes what its steps left
   * open. Does nothing when it has ended or waits already.
   */
  List<LoggedEvent> awaitRecovery(RunRef run, RunError reason);

  /**
   * Lets a run whose workflow is gone while it is rolled back be {@code starting} again: its next
   * workflow undoes what is left.
   *
   * @return false, with nothing written, when the run is not being rolled back
   */
  boolean undoAgain(RunRef run);

  /** A run to be compared with Temporal. */
  record Suspect(RunRef run, RunStatus status) {}
}
