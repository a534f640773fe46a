package dev.perdure.activities;

import dev.perdure.core.port.Begun;
import dev.perdure.core.port.CommandStore;
import dev.perdure.core.port.Finished;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.port.RunStarter;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.port.StepStore;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.StepRef;
import dev.perdure.workflows.ActResult;
import dev.perdure.workflows.RunActivities;
import dev.perdure.workflows.RunBegin;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bookkeeping: each method is one write that may be done again, then the news of it. */
public final class RunActivitiesImpl implements RunActivities {

  private static final Logger log = LoggerFactory.getLogger(RunActivitiesImpl.class);

  private final RunStore runs;
  private final CommandStore commands;
  private final StepStore steps;
  private final LivePublisher live;
  private final RunStarter starter;

  public RunActivitiesImpl(
      RunStore runs,
      CommandStore commands,
      StepStore steps,
      LivePublisher live,
      RunStarter starter) {
    this.runs = runs;
    this.commands = commands;
    this.steps = steps;
    this.live = live;
    this.starter = starter;
  }

  @Override
  public RunBegin begin(RunRef run) {
    return recorded(
        StepLog.of(run),
        () ->
            switch (runs.begin(run)) {
              case Begun.NothingToDo _ -> RunBegin.NOTHING;
              case Begun.Running running -> {
                live.events(running.events());
                yield new RunBegin(true, running.config().maxSteps(), null);
              }
            });
  }

  @Override
  public List<Command> takeCommands(RunRef run, int after) {
    return recorded(StepLog.of(run), () -> commands.take(run, after));
  }

  @Override
  public @Nullable ActResult giveUp(StepRef call, RunError error) {
    Commit commit = recorded(StepLog.of(call), () -> steps.giveUpToolCall(call, error));
    if (commit instanceof Commit.Done done) {
      live.events(done.events());
    }
    return ActResult.DONE;
  }

  @Override
  public RunStatus finish(RunRef run, Ending ending) {
    return recorded(
        StepLog.of(run),
        () -> {
          Finished finished = runs.finish(run, ending);
          live.events(finished.events());
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
      starter.start(next);
    } catch (RuntimeException e) {
      log.warn("the next run {} could not be started now", next.runId(), e);
    }
  }

  private static <T> T recorded(StepLog fields, Supplier<T> work) {
    try (fields) {
      return work.get();
    } catch (RuntimeException e) {
      log.warn("the run could not be recorded", e);
      throw Failures.of(e);
    }
  }
}
