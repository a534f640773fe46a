package dev.perdure.activities;

import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.core.run.EffectEntry.Status;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.workflows.ActActivities;
import dev.perdure.workflows.ActResult;
import java.util.Objects;
import java.util.Optional;

/** ACT: claims one tool call, runs it, and commits what the model is to read of it. */
public final class ActActivitiesImpl implements ActActivities {

  private final Ports ports;
  private final ToolCalling calling;
  private final StepCommit commit;
  private final Attempts attempts;

  public ActActivitiesImpl(Ports ports, Heartbeats heartbeats) {
    this.ports = ports;
    this.calling = new ToolCalling(ports, heartbeats.ticker());
    this.commit = ports.commit();
    this.attempts = new Attempts(heartbeats);
  }

  @Override
  public ActResult act(StepRef call) {
    return attempts.run(call, stop -> attempt(call, stop));
  }

  private ActResult attempt(StepRef call, StopSignal stop) {
    ports.checkpoints().reached(Point.BEFORE_CLAIM, call.stepId());
    return switch (ports.steps().claim(call, StepKind.ACT)) {
      case Claim.Finished _ -> ActResult.DONE;
      case Claim.RunEnded ended -> ActResult.refused(ended.status());
      case Claim.Unknown unknown -> {
        ports.live().events(unknown.events());
        yield ActResult.UNKNOWN;
      }
      case Claim.Exhausted _ -> throw new IllegalStateException("a call has no budget");
      case Claim.Claimed claimed -> {
        ports.live().events(claimed.events());
        yield perform(claimed, stop);
      }
    };
  }

  private ActResult perform(Claim.Claimed step, StopSignal stop) {
    ToolOutput given = step.given();
    if (given != null) {
      String tool = Objects.requireNonNull(step.toolCall(), "a claim without its call").name();
      commit(step, Results.outcome(step.step(), tool, given, Status.COMMITTED), stop);
      return ActResult.DONE;
    }
    Optional<CallOutcome> outcome = calling.call(step, stop);
    outcome.ifPresent(known -> commit(step, known, stop));
    return outcome.isPresent() ? ActResult.DONE : ActResult.UNKNOWN;
  }

  private void commit(Claim.Claimed step, CallOutcome outcome, StopSignal stop) {
    commit.write(
        step,
        () -> ports.steps().commitToolCall(step, outcome),
        stop,
        () -> calling.refused(step, outcome));
  }
}
