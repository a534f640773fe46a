package dev.perdure.workflows;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepRef;
import dev.perdure.workflows.DelegateActivities.Delegated;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** One sub-agent of a DELEGATE step: its run is a child workflow of the same type. */
final class Delegations {

  private final DelegateActivities records;
  private final Gates gates;
  private final Pause pause;

  Delegations(DelegateActivities records, Gates gates, Pause pause) {
    this.records = records;
    this.gates = gates;
    this.pause = pause;
  }

  /** Runs in a branch of its own. Whatever the child comes to is a fact for the model. */
  StepOutcome<ActResult> delegate(StepRef step, PlannedCall call) {
    StepRef ref = step.withCall(call.call());
    Optional<StepOutcome<ActResult>> held = gates.pass(ref, call);
    return held.orElseGet(() -> begin(ref, call));
  }

  private StepOutcome<ActResult> begin(StepRef ref, PlannedCall call) {
    StepOutcome<Boolean> waited =
        Attempt.at(() -> {
          pause.hold();
          return true;
        });
    if (waited instanceof StepOutcome.Stopped) {
      return new StepOutcome.Stopped<>();
    }
    return switch (Attempt.beginning(() -> records.delegate(ref))) {
      case StepOutcome.Done<Delegated> done -> begun(ref, call, done.value());
      case StepOutcome.Failed<Delegated> failed -> new StepOutcome.Failed<>(failed.error());
      case StepOutcome.Stopped<Delegated> _ -> new StepOutcome.Stopped<>();
    };
  }

  private StepOutcome<ActResult> begun(StepRef ref, PlannedCall call, Delegated made) {
    RunStatus ended = made.ended();
    if (ended != null) {
      return new StepOutcome.Done<>(ActResult.refused(ended));
    }
    RunRef child = made.child();
    if (child == null) {
      return new StepOutcome.Done<>(ActResult.DONE); // the call has its result: it was refused
    }
    runToItsEnd(child, Objects.requireNonNull(made.agentId(), "a child without agent"), call);
    boolean stopped = CancellationScope.current().isCancelRequested();
    StepOutcome<ActResult> concluded = Attempt.recording(() -> records.conclude(ref));
    return stopped ? new StepOutcome.Stopped<>() : concluded;
  }

  /** The child's row says what came of it, even when its workflow was ended from outside. */
  private static void runToItsEnd(RunRef child, UUID agentId, PlannedCall call) {
    AgentRunWorkflow workflow =
        Workflow.newChildWorkflowStub(
            AgentRunWorkflow.class,
            ActivityPolicies.child(child, agentId).setStaticSummary(call.tool()).build());
    try {
      workflow.run(RunInput.first(child));
    } catch (CanceledFailure | ChildWorkflowFailure e) {
      log(child, e);
    }
  }

  private static void log(RunRef child, RuntimeException e) {
    Workflow.getLogger(Delegations.class)
        .info("the workflow of sub-agent run {} did not return: {}", child.runId(), e.toString());
  }
}
