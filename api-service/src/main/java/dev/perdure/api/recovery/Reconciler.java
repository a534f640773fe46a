package dev.perdure.api.recovery;

import dev.perdure.api.temporal.WorkflowLook;
import dev.perdure.core.port.Finished;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.port.RunRecovery;
import dev.perdure.core.port.RunStarter;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares runs with Temporal. A run whose workflow an operator terminated, or a restore lost,
 * waits for recovery instead of blocking its session for ever. While Temporal can't be asked
 * nothing is concluded.
 */
public final class Reconciler implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final int MOST_PER_TURN = 50;

  private final RunRecovery recovery;
  private final RunStore runs;
  private final RunStarter starter;
  private final LivePublisher publisher;
  private final WorkflowLook look;
  private final Duration age;

  /**
   * @param age how long a run is left alone after somebody looked at it
   */
  public Reconciler(
      RunRecovery recovery,
      RunStore runs,
      RunStarter starter,
      LivePublisher publisher,
      WorkflowLook look,
      Duration age) {
    this.recovery = recovery;
    this.runs = runs;
    this.starter = starter;
    this.publisher = publisher;
    this.look = look;
    this.age = age;
  }

  @Override
  public void run() {
    for (RunRecovery.Suspect suspect : recovery.takeUnchecked(age, MOST_PER_TURN)) {
      Optional<Run> run = runs.get(suspect.run().orgId(), suspect.run().runId());
      UUID parent = run.map(found -> found.family().parent()).orElse(null);
      if (parent != null) {
        subAgent(suspect, parent);
        continue;
      }
      switch (look.at(suspect.run())) {
        case OPEN -> {}
        case CLOSED ->
            gone(suspect, "workflow_ended", "The workflow of this run was ended from outside.");
        case MISSING -> missing(suspect);
      }
    }
  }

  /**
   * A sub-agent that lost its workflow is its parent's to end, as long as that has a workflow
   * itself.
   */
  private void subAgent(RunRecovery.Suspect suspect, UUID parent) {
    RunRef run = suspect.run();
    if (look.at(run) == WorkflowLook.Seen.OPEN
        || look.at(new RunRef(run.orgId(), run.sessionId(), parent)) == WorkflowLook.Seen.OPEN) {
      return;
    }
    RunError lost =
        new RunError(
            "workflow_lost",
            "The workflow of this sub-agent was lost with that of the run it worked for.",
            null);
    boolean stopping = suspect.status() == RunStatus.CANCELLING;
    end(run, stopping ? new Ending.Cancelled() : new Ending.Failed(lost));
  }

  /** A run that is starting has no workflow yet; the sweeper sees to that. */
  private void missing(RunRecovery.Suspect suspect) {
    if (suspect.status() != RunStatus.STARTING) {
      gone(suspect, "workflow_lost", "Temporal no longer knows this run.");
    }
  }

  private void gone(RunRecovery.Suspect suspect, String code, String message) {
    if (recovery.undoAgain(suspect.run())) {
      LOG.warn(
          "Run {} of organization {} gets another workflow, to be rolled back: {}",
          suspect.run().runId(),
          suspect.run().orgId(),
          message);
      starter.start(suspect.run());
      return;
    }
    if (suspect.status() == RunStatus.CANCELLING) {
      end(suspect.run(), new Ending.Cancelled());
      return;
    }
    var events =
        recovery.awaitRecovery(
            suspect.run(),
            new RunError(
                code, message, "Recover it with retry, which goes on where it was, or cancel it."));
    if (!events.isEmpty()) {
      LOG.warn(
          "Run {} of organization {} waits for recovery: {}",
          suspect.run().runId(),
          suspect.run().orgId(),
          message);
      publisher.events(events);
    }
  }

  private void end(RunRef run, Ending how) {
    Finished finished = runs.finish(run, how);
    publisher.events(finished.events());
    if (finished.next() != null) {
      starter.start(finished.next());
    }
  }
}
