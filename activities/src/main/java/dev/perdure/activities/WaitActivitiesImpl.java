package dev.perdure.activities;

import static dev.perdure.activities.Bookkeeping.recorded;

import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RunRef;
import dev.perdure.workflows.WaitActivities;
import java.util.UUID;
import java.util.function.Supplier;

/** Writes down what runs wait for, and tells of it. */
public final class WaitActivitiesImpl implements WaitActivities {

  private final InterruptStore interrupts;
  private final LivePublisher live;
  private final Checkpoints checkpoints;

  public WaitActivitiesImpl(Ports ports) {
    this.interrupts = ports.interrupts();
    this.live = ports.live();
    this.checkpoints = ports.checkpoints();
  }

  @Override
  public Opened open(InterruptRequest request) {
    return recorded(
        StepLog.of(request.step()),
        () -> {
          InterruptStore.Opened opened = interrupts.open(request);
          checkpoints.reached(Point.INTERRUPT_OPENED, request.step().stepId());
          live.events(opened.events());
          return new Opened(opened.interruptId(), opened.settled(), opened.ended());
        });
  }

  @Override
  public void remind(RunRef run, UUID interruptId) {
    recorded(
        StepLog.of(run),
        () -> {
          live.events(interrupts.remind(run, interruptId));
          return interruptId;
        });
  }

  @Override
  public Settled expire(RunRef run, UUID interruptId) {
    return settled(run, () -> interrupts.expire(run, interruptId));
  }

  @Override
  public Settled outOfTime(RunRef run, UUID interruptId) {
    return settled(run, () -> interrupts.outOfTime(run, interruptId));
  }

  @Override
  public Settled retry(RunRef run, UUID interruptId) {
    return settled(run, () -> interrupts.retry(run, interruptId));
  }

  private Settled settled(RunRef run, Supplier<InterruptStore.Expired> write) {
    return recorded(
        StepLog.of(run),
        () -> {
          InterruptStore.Expired expired = write.get();
          live.events(expired.events());
          return new Settled(expired.won(), expired.settled());
        });
  }
}
