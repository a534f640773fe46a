package dev.perdure.activities;

import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.port.SessionStore;
import dev.perdure.core.port.StepStore;
import dev.perdure.core.port.TranscriptCache;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.workflows.ActActivities;
import dev.perdure.workflows.ActResult;
import java.util.Objects;

/** ACT: claims one tool call, runs it, and commits what the model is to read of it. */
public final class ActActivitiesImpl implements ActActivities {

  private final StepStore steps;
  private final AgentStore agents;
  private final SkillRegistry skills;
  private final LivePublisher live;
  private final Checkpoints checkpoints;
  private final StepCommit commit;
  private final Attempts attempts;

  public ActActivitiesImpl(
      StepStore steps,
      SessionStore sessions,
      AgentStore agents,
      SkillRegistry skills,
      TranscriptCache cache,
      LivePublisher live,
      Checkpoints checkpoints,
      Heartbeats heartbeats) {
    this.steps = steps;
    this.agents = agents;
    this.skills = skills;
    this.live = live;
    this.checkpoints = checkpoints;
    this.commit = new StepCommit(live, checkpoints, new Transcripts(sessions, cache));
    this.attempts = new Attempts(heartbeats);
  }

  @Override
  public ActResult act(StepRef call) {
    return attempts.run(call, stop -> attempt(call, stop));
  }

  private ActResult attempt(StepRef call, StopSignal stop) {
    checkpoints.reached(Point.BEFORE_CLAIM, call.stepId());
    return switch (steps.claim(call, StepKind.ACT)) {
      case Claim.Finished _ -> ActResult.DONE;
      case Claim.RunEnded ended -> ActResult.refused(ended.status());
      case Claim.Unknown _ -> ActResult.UNKNOWN;
      case Claim.Exhausted _ -> throw new IllegalStateException("a call has no budget");
      case Claim.Claimed claimed -> {
        live.events(claimed.events());
        ToolOutput output = perform(claimed, stop);
        commit.write(claimed, () -> steps.commitToolCall(claimed, CallOutcome.of(output)), stop);
        yield ActResult.DONE;
      }
    };
  }

  /** Whatever is wrong with the call itself is told to the model, which can mend it. */
  private ToolOutput perform(Claim.Claimed step, StopSignal stop) {
    ContentPart.ToolCall call = Objects.requireNonNull(step.toolCall(), "a claim without its call");
    Toolbox toolbox = Toolbox.of(step, agents, skills);
    return toolbox
        .find(call.name())
        .map(tool -> perform(step, call, tool, stop))
        .orElseGet(() -> ToolOutput.failure(toolbox.unknown(call.name())));
  }

  private ToolOutput perform(
      Claim.Claimed step, ContentPart.ToolCall call, Tool tool, StopSignal stop) {
    return switch (skills.check(tool, call.arguments())) {
      case ArgumentCheck.Valid valid -> call(step, tool, valid, stop);
      case ArgumentCheck.Invalid invalid ->
          ToolOutput.failure(
              "The arguments of "
                  + call.name()
                  + " are not valid: "
                  + String.join("; ", invalid.problems()));
    };
  }

  private ToolOutput call(
      Claim.Claimed step, Tool tool, ArgumentCheck.Valid valid, StopSignal stop) {
    String stepId = step.step().stepId();
    checkpoints.reached(Point.BEFORE_TOOL_CALL, stepId);
    try {
      ToolOutput output = ToolRunner.run(tool, step.step(), valid.arguments(), stop);
      checkpoints.reached(Point.AFTER_TOOL_CALL, stepId);
      return new ToolOutput(Texts.result(output.content()), output.error());
    } catch (PerdureException e) {
      if (stop.requested() || e.error().retryable()) {
        throw e;
      }
      return ToolOutput.failure(Texts.result(e.error().message()));
    }
  }
}
