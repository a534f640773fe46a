package dev.perdure.activities;

import static dev.perdure.activities.Bookkeeping.recorded;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.core.port.Begun;
import dev.perdure.core.port.Finished;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.workflows.ActResult;
import dev.perdure.workflows.RunActivities;
import dev.perdure.workflows.RunBegin;
import dev.perdure.workflows.RunTerms;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bookkeeping: each method is one write that may be done again, then the news of it. */
public final class RunActivitiesImpl implements RunActivities {

  private static final Logger log = LoggerFactory.getLogger(RunActivitiesImpl.class);

  private final Ports ports;

  public RunActivitiesImpl(Ports ports) {
    this.ports = ports;
  }

  @Override
  public RunBegin begin(RunRef run) {
    return recorded(
        StepLog.of(run),
        () ->
            switch (ports.runs().begin(run)) {
              case Begun.NothingToDo _ -> RunBegin.NOTHING;
              case Begun.Running running -> {
                ports.checkpoints().reached(Point.RUN_BEGUN, run.runId().toString());
                ports.live().events(running.events());
                yield RunBegin.on(terms(running), running.told());
              }
            });
  }

  private static RunTerms terms(Begun.Running running) {
    AgentConfig config = running.config();
    return new RunTerms(
        running.firstStep(),
        running.lastCommand(),
        config.fallbackModels().size(),
        config.onFailure(),
        config.budget().onExhausted(),
        running.wallTimeLeft(),
        running.parentRunId() != null);
  }

  @Override
  public List<Command> takeCommands(RunRef run, int after) {
    return recorded(StepLog.of(run), () -> ports.commands().take(run, after));
  }

  @Override
  public ActResult giveUp(StepRef call, RunError error) {
    return recorded(
        StepLog.of(call),
        () -> {
          if (ports.steps().giveUpToolCall(call, error) instanceof Commit.Done done) {
            ports.live().events(done.events());
          }
          return whereItStands(call);
        });
  }

  /** A call that was given up has its result, or is unknown; it is not taken again by this. */
  private ActResult whereItStands(StepRef call) {
    return switch (ports.steps().claim(call, StepKind.ACT)) {
      case Claim.Unknown unknown -> {
        ports.live().events(unknown.events());
        yield ActResult.UNKNOWN;
      }
      case Claim.RunEnded ended -> ActResult.refused(ended.status());
      case Claim.Finished _, Claim.Claimed _, Claim.Exhausted _ -> ActResult.DONE;
    };
  }

  @Override
  public RunStatus finish(RunRef run, Ending ending) {
    return recorded(
        StepLog.of(run),
        () -> {
          Finished finished = ports.runs().finish(run, ending);
          ports.checkpoints().reached(Point.RUN_ENDED, run.runId().toString());
          ports.live().events(finished.events());
          RunRef next = finished.next();
          if (next != null) {
            start(next);
          }
          return finished.status();
        });
  }

  /** Best effort: the sweeper starts what stays behind. */
  private void start(RunRef next) {
    try {
      ports.starter().start(next);
    } catch (RuntimeException e) {
      log.warn("the next run {} could not be started now", next.runId(), e);
    }
  }
}
