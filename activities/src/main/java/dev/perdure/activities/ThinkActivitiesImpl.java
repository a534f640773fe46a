package dev.perdure.activities;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.run.BudgetKind;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.Thought;
import dev.perdure.workflows.ThinkActivities;
import dev.perdure.workflows.ThinkOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** THINK: claims the step, asks the model, shows its text as it comes, and commits the decision. */
public final class ThinkActivitiesImpl implements ThinkActivities {

  private final Ports ports;
  private final Transcripts transcripts;
  private final StepCommit commit;
  private final Spending spending;
  private final Asking asking;
  private final Attempts attempts;
  private final Toolboxes toolboxes;

  public ThinkActivitiesImpl(Ports ports, Heartbeats heartbeats) {
    this.ports = ports;
    this.transcripts = ports.transcripts();
    this.commit = ports.commit();
    this.spending = new Spending(ports.prices(), ports.budgets(), ports.live());
    this.asking = new Asking(ports, spending, heartbeats.ticker());
    this.attempts = new Attempts(heartbeats);
    this.toolboxes = new Toolboxes(ports);
  }

  @Override
  public Decision think(StepRef step, @Nullable ThinkOrder order) {
    ThinkOrder known = order == null ? ThinkOrder.FIRST : order;
    return attempts.run(step, stop -> attempt(step, known, stop));
  }

  private Decision attempt(StepRef step, ThinkOrder order, StopSignal stop) {
    ports.checkpoints().reached(Point.BEFORE_CLAIM, step.stepId());
    return switch (ports.steps().claim(step, StepKind.THINK, order.last())) {
      case Claim.Claimed claimed -> {
        ports.live().events(claimed.events());
        ToolOutput given = claimed.given();
        yield given == null ? decide(claimed, order, stop) : provided(claimed, given, stop);
      }
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

  private Decision decide(Claim.Claimed step, ThinkOrder order, StopSignal stop) {
    Toolbox toolbox = toolboxes.of(step);
    ModelChoice models = new ModelChoice(toolbox.config(), step.facts());
    String model = models.model(order.model());
    if (order.model() > 0) {
      degraded(step, models.model(order.model() - 1), model, order.instead());
    }
    List<Message> transcript = transcripts.read(step);
    ModelRequest request =
        spending.bounded(
            step,
            ContextAssembler.assemble(step, toolbox, transcript, model, order.last()),
            TokenUsage.NONE,
            0);
    Optional<BudgetKind> spent = spending.reserve(step, request, TokenUsage.NONE, 0, order.last());
    if (spent.isPresent()) {
      return new Decision.Exhausted(spent.get());
    }
    Answer answer = asking.ask(step, request, stop);
    List<ContentPart> content = content(step, order, answer, transcript);
    Loops loops = Loops.of(step.step().run().runId(), transcript);
    boolean truncated = answer.reply().truncated();
    Outside outside = new Outside(step.facts().untrustedFrom() != null, transcript);
    Plan plan = Plan.of(content, toolbox, ports.skills(), loops, truncated, outside);
    return commit(step, answer, content, plan, stop);
  }

  private List<ContentPart> content(
      Claim.Claimed step, ThinkOrder order, Answer answer, List<Message> transcript) {
    ModelReply reply = answer.reply();
    if (!order.last()) {
      return Contents.of(step.step(), reply.content(), transcript);
    }
    List<ContentPart> said = Contents.withoutCalls(reply.content());
    if (Contents.text(said).isBlank()) {
      spending.book(step, answer);
      throw PerdureException.modelFinal(
          "model_no_answer", "The model was told to answer and did not.", null);
    }
    return Contents.of(step.step(), said, transcript);
  }

  private Decision commit(
      Claim.Claimed step, Answer answer, List<ContentPart> content, Plan plan, StopSignal stop) {
    Decision decision = plan.decision();
    Thought thought =
        new Thought(
            answer.messageId(),
            answer.opened(),
            content,
            decision,
            answer.reply().provider(),
            answer.reply().model(),
            answer.usage(),
            answer.took(),
            answer.reasoning() == null ? null : Texts.clean(answer.reasoning()),
            answer.costMicros(),
            plan.given(),
            plan.tools());
    commit.write(step, () -> ports.steps().commitThought(step, thought), stop);
    return decision;
  }

  /** A person answered in place of the model. */
  private Decision provided(Claim.Claimed step, ToolOutput given, StopSignal stop) {
    Thought thought =
        new Thought(
            UuidCreator.getTimeOrderedEpoch(),
            false,
            List.of(new ContentPart.Text(Texts.clean(given.content()))),
            new Decision.Respond(),
            Thought.PERSON,
            Thought.PERSON,
            TokenUsage.NONE,
            Duration.ZERO);
    commit.write(step, () -> ports.steps().commitThought(step, thought), stop);
    return thought.decision();
  }

  private void degraded(Claim.Claimed step, String from, String to, @Nullable RunError instead) {
    String reason = instead == null ? from + " failed." : instead.message();
    switch (ports.steps().degraded(step, from, to, reason)) {
      case Commit.Done done -> ports.live().events(done.events());
      case Commit.Refused refused -> throw Failures.superseded(refused.reason());
    }
  }
}
