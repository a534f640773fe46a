package dev.perdure.activities;

import static dev.perdure.activities.Bookkeeping.recorded;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.core.port.DelegationStore;
import dev.perdure.core.run.EffectEntry.Status;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.ContentPart.ToolCall;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.step.StepRef;
import dev.perdure.workflows.ActResult;
import dev.perdure.workflows.DelegateActivities;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Makes runs of sub-agents, and brings back what they came to. */
public final class DelegateActivitiesImpl implements DelegateActivities {

  private static final Delegated REFUSED = new Delegated(null, null, null);

  private final Ports ports;
  private final StepCommit commit;
  private final Toolboxes toolboxes;

  public DelegateActivitiesImpl(Ports ports) {
    this.ports = ports;
    this.commit = ports.commit();
    this.toolboxes = new Toolboxes(ports);
  }

  @Override
  public Delegated delegate(StepRef call) {
    return recorded(
        StepLog.of(call),
        () ->
            switch (ports.steps().claim(call, StepKind.DELEGATE)) {
              case Claim.Finished _ -> REFUSED;
              case Claim.RunEnded ended -> new Delegated(null, null, ended.status());
              case Claim.Unknown _, Claim.Exhausted _ ->
                  throw new IllegalStateException("delegating has no effect and no budget");
              case Claim.Claimed claimed -> {
                ports.live().events(claimed.events());
                yield delegate(claimed);
              }
            });
  }

  private Delegated delegate(Claim.Claimed step) {
    ToolOutput given = step.given();
    if (given != null) {
      return told(step, given);
    }
    ToolCall call = Objects.requireNonNull(step.toolCall(), "a claim without its call");
    Toolbox toolbox = toolboxes.of(step);
    Optional<SubAgent> subAgent = toolbox.subAgent(call.name());
    if (subAgent.isEmpty()) {
      return failed(step, toolbox.unknown(call.name()));
    }
    if (step.facts().depth() >= Toolbox.DEEPEST) {
      return failed(
          step, "Agents can't be nested deeper than " + Toolbox.DEEPEST + ". Do it yourself.");
    }
    return switch (ports.skills().check(StepTools.delegating(subAgent.get()), call.arguments())) {
      case ArgumentCheck.Invalid invalid -> failed(step, ToolCalling.problems(call, invalid));
      case ArgumentCheck.Valid valid ->
          delegate(step, subAgent.get(), String.valueOf(valid.arguments().get(StepTools.TASK)));
    };
  }

  private Delegated delegate(Claim.Claimed step, SubAgent subAgent, String task) {
    var orgId = step.step().run().orgId();
    Optional<Agent> agent =
        ports.agents().get(orgId, subAgent.agentId()).filter(found -> found.archivedAt() == null);
    if (agent.isEmpty()) {
      return failed(step, "The agent " + subAgent.name() + " is not in use any more.");
    }
    Integer pinned = subAgent.version();
    int version = pinned == null ? agent.get().currentVersion() : pinned;
    if (ports.agents().version(orgId, subAgent.agentId(), version).isEmpty()) {
      return failed(step, "The agent " + subAgent.name() + " has no version " + version + ".");
    }
    List<ContentPart> input = List.of(new ContentPart.Text(Texts.clean(task)));
    DelegationStore.Made made = ports.delegations().make(step, subAgent, version, input);
    ports.checkpoints().reached(Point.CHILD_MADE, step.step().stepId());
    ports.live().events(made.events());
    RunRef child = made.child();
    if (child == null) {
      throw Failures.superseded("the run takes no work, or another attempt has taken the call");
    }
    return new Delegated(child, made.agentId(), null);
  }

  private Delegated failed(Claim.Claimed step, String why) {
    return told(step, ToolOutput.failure(why));
  }

  private Delegated told(Claim.Claimed step, ToolOutput output) {
    String tool = Objects.requireNonNull(step.toolCall(), "a claim without its call").name();
    commit.write(
        step,
        () ->
            ports
                .steps()
                .commitToolCall(step, Results.outcome(step.step(), tool, output, Status.NOT_DONE)),
        new StopSignal());
    return REFUSED;
  }

  @Override
  public ActResult conclude(StepRef call) {
    return recorded(
        StepLog.of(call),
        () -> {
          DelegationStore.Concluded concluded =
              ports
                  .delegations()
                  .conclude(
                      call, (tool, output) -> Results.outcome(call, tool, output, Status.NOT_DONE));
          ports
              .transcripts()
              .append(call.run().orgId(), concluded.threadId(), concluded.messages());
          ports.live().events(concluded.events());
          return ActResult.DONE;
        });
  }
}
