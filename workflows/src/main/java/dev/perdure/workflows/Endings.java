package dev.perdure.workflows;

import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import org.slf4j.Logger;

/** The ways a run ends. The database decides which ending stands. */
final class Endings {

  private static final Logger log = Workflow.getLogger(Endings.class);

  private final RunRef run;
  private final RunActivities records;
  private final Orders orders;
  private final Undoing undoing;
  private final Situation situation;

  Endings(RunRef run, RunActivities records, Orders orders, Undoing undoing, Situation situation) {
    this.run = run;
    this.records = records;
    this.orders = orders;
    this.undoing = undoing;
    this.situation = situation;
  }

  /**
   * Ends the run.
   *
   * @return empty when it got an input meanwhile and has to THINK again
   */
  Optional<Leg> finish(Ending ending) {
    RunStatus status = records.finish(run, ending);
    return switch (status) {
      case RUNNING -> Optional.empty();
      case CANCELLING -> {
        orders.cancel(); // it came while the run was ending, and something is to be undone first
        orders.take();
        yield Optional.of(cancelled());
      }
      default -> Optional.of(ended(status));
    };
  }

  /**
   * Ends a run that is to stop.
   *
   * @param ordersKnown whether the commands are taken; else they may tell that it is a rollback
   */
  Leg stopped(boolean ordersKnown) {
    if (orders.expired() && !orders.cancelled()) {
      return finish(new Ending.Expired()).orElseGet(this::cancelled);
    }
    if (!ordersKnown && !orders.cancelled()) {
      orders.take();
    }
    return cancelled();
  }

  private Leg cancelled() {
    if (orders.rollback()) {
      undoing.undo(run);
    }
    return ended(records.finish(run, new Ending.Cancelled()));
  }

  private Leg ended(RunStatus status) {
    situation.ended(status);
    log.info("run {} ended: {}", run.runId(), status.wireName());
    return new Leg.Ended(status);
  }
}
