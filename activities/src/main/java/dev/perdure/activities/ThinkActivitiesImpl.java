package dev.perdure.activities;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.core.model.ModelGateway;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.port.SessionStore;
import dev.perdure.core.port.StepStore;
import dev.perdure.core.port.TranscriptCache;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.Thought;
import dev.perdure.workflows.ThinkActivities;
import dev.perdure.workflows.ThinkOrder;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** THINK: claims the step, asks the model, shows its text as it comes, and commits the decision. */
public final class ThinkActivitiesImpl implements ThinkActivities {

  private final StepStore steps;
  private final AgentStore agents;
  private final SkillRegistry skills;
  private final ModelGateway models;
  private final LivePublisher live;
  private final Checkpoints checkpoints;
  private final Transcripts transcripts;
  private final StepCommit commit;
  private final Ticker ticker;
  private final Attempts attempts;

  public ThinkActivitiesImpl(
      StepStore steps,
      SessionStore sessions,
      AgentStore agents,
      SkillRegistry skills,
      ModelGateway models,
      TranscriptCache cache,
      LivePublisher live,
      Checkpoints checkpoints,
      Heartbeats heartbeats) {
    this.steps = steps;
    this.agents = agents;
    this.skills = skills;
    this.models = models;
    this.live = live;
    this.checkpoints = checkpoints;
    this.transcripts = new Transcripts(sessions, cache);
    this.commit = new StepCommit(live, checkpoints, transcripts);
    this.ticker = heartbeats.ticker();
    this.attempts = new Attempts(heartbeats);
  }

  @Override
  public Decision think(StepRef step, @Nullable ThinkOrder order) {
    return attempts.run(step, stop -> attempt(step, stop));
  }

  private Decision attempt(StepRef step, StopSignal stop) {
    checkpoints.reached(Point.BEFORE_CLAIM, step.stepId());
    return switch (steps.claim(step, StepKind.THINK)) {
      case Claim.Claimed claimed -> decide(claimed, stop);
      case Claim.RunEnded ended -> new Decision.Ended(ended.status());
      case Claim.Exhausted exhausted -> new Decision.Exhausted(exhausted.what());
      case Claim.Unknown _ -> throw new IllegalStateException("a THINK has no effect");
      case Claim.Finished finished -> {
        Decision decision = finished.decision();
        // a step that was closed without a decision belongs to a run that has ended
        yield decision == null ? new Decision.Ended(RunStatus.CANCELLED) : decision;
      }
    };
  }

  private Decision decide(Claim.Claimed step, StopSignal stop) {
    live.events(step.events());
    Toolbox toolbox = Toolbox.of(step, agents, skills);
    List<Message> transcript = transcripts.read(step);
    ModelRequest request = ContextAssembler.assemble(step, toolbox, transcript);
    UUID messageId = UuidCreator.getTimeOrderedEpoch();
    MessageStream stream =
        new MessageStream(step, messageId, steps, live, checkpoints, ticker, stop);

    long began = System.nanoTime();
    ModelReply reply = ask(request, stream, stop);
    Duration took = Duration.ofNanos(System.nanoTime() - began);

    List<ContentPart> content = Plans.content(step.step(), reply.content(), transcript);
    Decision decision = Plans.decide(content, toolbox);
    Thought thought =
        new Thought(
            messageId,
            stream.close(),
            content,
            decision,
            reply.provider(),
            reply.model(),
            reply.usage(),
            took);
    commit.write(step, () -> steps.commitThought(step, thought), stop);
    return decision;
  }

  /** The model may answer after it was told to stop; such an answer comes too late. */
  private ModelReply ask(ModelRequest request, MessageStream stream, StopSignal stop) {
    try {
      ModelReply reply = models.call(request, stream, stop);
      stop.throwIfRequested();
      return reply;
    } finally {
      stream.close();
    }
  }
}
