package dev.perdure.workflows;

import dev.perdure.core.agent.OnExhausted;
import dev.perdure.core.agent.OnFailure;
import dev.perdure.core.run.CancelMode;
import dev.perdure.core.run.Command;
import dev.perdure.core.run.DeadlinePolicy;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitTerms;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepRef;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs in which people, time, sub-agents and failures have a say. */
enum OrchestratorScenario implements Recorded {
  APPROVED_AFTER_A_REMINDER {
    @Override
    public void play(Script script, FlowHarness flow) {
      acts(script, gated(1, new WaitTerms(Duration.ofHours(1), null, DeadlinePolicy.DENY)));
      flow.start();
      Desk.Paper paper = script.desk.next();
      flow.environment.sleep(Duration.ofDays(2));
      paper.settle(Command.Kind.APPROVE, null);
      flow.ring();
      flow.result();
    }
  },
  SEVERAL_GATES {
    @Override
    public void play(Script script, FlowHarness flow) {
      acts(script, gated(1, WaitTerms.FOREVER), FlowTest.plain(2), gated(3, WaitTerms.FOREVER));
      settlesAtOnce(script, flow, Command.Kind.APPROVE, null);
      flow.runToEnd();
    }
  },
  DENIED_AT_THE_DEADLINE {
    @Override
    public void play(Script script, FlowHarness flow) {
      acts(script, gated(1, new WaitTerms(null, Duration.ofDays(1), DeadlinePolicy.DENY)));
      flow.runToEnd();
    }
  },
  EXPIRED_AT_THE_DEADLINE {
    @Override
    public void play(Script script, FlowHarness flow) {
      acts(
          script,
          gated(1, new WaitTerms(null, Duration.ofDays(1), DeadlinePolicy.EXPIRE)),
          gated(2, WaitTerms.FOREVER));
      flow.runToEnd();
    }
  },
  CANCELLED_WHILE_IT_WAITS {
    @Override
    public void play(Script script, FlowHarness flow) {
      acts(script, gated(1, new WaitTerms(null, Duration.ofDays(9), DeadlinePolicy.DENY)));
      flow.start();
      script.desk.next();
      script.command();
      flow.ring();
      flow.result();
    }
  },
  FELL_BACK_TO_ANOTHER_MODEL {
    @Override
    public void play(Script script, FlowHarness flow) {
      script.terms = FlowTest.withFallbacks(2);
      script.onOrder =
          (step, order) -> {
            if (order.model() < 2) {
              throw badKey();
            }
            return new Decision.Respond();
          };
      flow.runToEnd();
    }
  },
  TRIED_AGAIN_BY_ITSELF {
    @Override
    public void play(Script script, FlowHarness flow) {
      AtomicInteger attempts = new AtomicInteger();
      script.onThink =
          step -> {
            if (attempts.incrementAndGet() < 14) {
              throw ApplicationFailure.newFailure("Down.", "model_unavailable");
            }
            return new Decision.Respond();
          };
      flow.runToEnd();
    }
  },
  RECOVERED_BY_A_PERSON {
    @Override
    public void play(Script script, FlowHarness flow) {
      AtomicInteger attempts = new AtomicInteger();
      script.onThink =
          step -> {
            if (attempts.incrementAndGet() == 1) {
              throw badKey();
            }
            return new Decision.Respond();
          };
      settlesAtOnce(script, flow, Command.Kind.RECOVER, RecoveryOperation.RETRY);
      flow.runToEnd();
    }
  },
  FINISHED_WITH_WHAT_IS_KNOWN {
    @Override
    public void play(Script script, FlowHarness flow) {
      script.onThink =
          step -> {
            throw badKey();
          };
      settlesAtOnce(
          script, flow, Command.Kind.RECOVER, RecoveryOperation.FINISH_WITH_WHAT_IS_KNOWN);
      flow.runToEnd();
    }
  },
  TOPPED_UP {
    @Override
    public void play(Script script, FlowHarness flow) {
      script.maxSteps = 2;
      script.onThink = Script.actingUntil(5, 1);
      script.desk.onOpen =
          paper -> {
            script.maxSteps = 10;
            paper.settle(Command.Kind.TOP_UP, RecoveryOperation.TOP_UP);
            flow.ring();
          };
      flow.runToEnd();
    }
  },
  OUT_OF_TIME {
    @Override
    public void play(Script script, FlowHarness flow) {
      script.terms =
          new RunTerms(1, 0, 0, OnFailure.WAIT, OnExhausted.FINISH, Duration.ofHours(1), false);
      acts(script, gated(1, WaitTerms.FOREVER));
      flow.runToEnd();
    }
  },
  OUT_OF_TIME_AFTER_A_TOP_UP {
    @Override
    public void play(Script script, FlowHarness flow) {
      script.terms =
          new RunTerms(1, 0, 0, OnFailure.WAIT, OnExhausted.FINISH, Duration.ofHours(1), false);
      WaitTerms days = new WaitTerms(null, Duration.ofDays(2), DeadlinePolicy.EXPIRE);
      acts(script, gated(1, days));
      script.desk.onOpen =
          paper -> {
            script.toppedUp(Duration.ofHours(3));
            flow.ring();
          };
      flow.runToEnd();
    }
  },
  UNKNOWN_EFFECT {
    @Override
    public void play(Script script, FlowHarness flow) {
      AtomicInteger made = new AtomicInteger();
      acts(script, FlowTest.call(1, null, WaitTerms.FOREVER), FlowTest.plain(2));
      script.onAct =
          call ->
              call.call() == 1 && made.incrementAndGet() < 3 ? ActResult.UNKNOWN : ActResult.DONE;
      settlesAtOnce(script, flow, Command.Kind.RECOVER, RecoveryOperation.RETRY);
      flow.runToEnd();
    }
  },
  PAUSED_AND_RESUMED {
    @Override
    public void play(Script script, FlowHarness flow) {
      script.onThink =
          step -> {
            if (step.number() == 1) {
              script.command(Command.Kind.PAUSE);
              flow.ring();
              FlowTest.await(script.taken);
              return Script.acts(2, 1);
            }
            return new Decision.Respond();
          };
      flow.start();
      flow.environment.sleep(Duration.ofDays(1));
      script.command(Command.Kind.RESUME);
      flow.ring();
      flow.result();
    }
  },
  DELEGATED_BESIDE_TOOLS {
    @Override
    public void play(Script script, FlowHarness flow) {
      script.onThink =
          step ->
              script.helpers.has(step.run()) || step.number() > 1
                  ? new Decision.Respond()
                  : new Decision.ActAndDelegate(
                      List.of(FlowTest.plain(1)), List.of(FlowTest.plain(1), FlowTest.plain(2)));
      flow.runToEnd();
    }
  },
  CANCELLED_WITH_SUB_AGENTS {
    @Override
    public void play(Script script, FlowHarness flow) {
      CountDownLatch thinking = new CountDownLatch(2);
      script.onThink =
          step -> {
            if (script.helpers.has(step.run())) {
              thinking.countDown();
              throw Script.untilCancelled();
            }
            return new Decision.Delegate(List.of(FlowTest.plain(1), FlowTest.plain(2)));
          };
      flow.start();
      FlowTest.await(thinking);
      script.command();
      flow.ring();
      flow.result();
    }
  },
  ROLLED_BACK {
    @Override
    public void play(Script script, FlowHarness flow) {
      CountDownLatch acting = new CountDownLatch(1);
      script.undo.effects = List.of(new StepRef(flow.run, 2, 2), new StepRef(flow.run, 2, 1));
      script.undo.onUndo =
          effect -> {
            if (effect.call() == 2) {
              throw ApplicationFailure.newNonRetryableFailure("It is sealed.", "tool_refused");
            }
          };
      script.onThink = Script.actingUntil(9, 1);
      script.onAct =
          call -> {
            acting.countDown();
            throw Script.untilCancelled();
          };
      flow.start();
      FlowTest.await(acting);
      script.command(script.root, Command.Kind.CANCEL, null, CancelMode.ROLLBACK.wireName());
      flow.ring();
      flow.result();
    }
  },
  ROLLED_BACK_WHILE_IT_ENDED {
    @Override
    public void play(Script script, FlowHarness flow) {
      script.undo.effects = List.of(new StepRef(flow.run, 2, 1));
      script.insteadOfFinish =
          ending -> {
            if (ending.status() == RunStatus.CANCELLED) {
              return Optional.empty();
            }
            script.command(script.root, Command.Kind.CANCEL, null, CancelMode.ROLLBACK.wireName());
            return Optional.of(RunStatus.CANCELLING);
          };
      flow.runToEnd();
    }
  },
  STEERED_WHILE_IT_ANSWERED {
    @Override
    public void play(Script script, FlowHarness flow) {
      AtomicInteger inputs = new AtomicInteger(1);
      script.insteadOfFinish =
          ending ->
              inputs.getAndDecrement() > 0 ? Optional.of(RunStatus.RUNNING) : Optional.empty();
      flow.runToEnd();
    }
  },
  CONTINUED_WITH_A_GATE_BEFORE_IT {
    @Override
    public void play(Script script, FlowHarness flow) {
      script.onThink =
          step ->
              step.number() > 8
                  ? new Decision.Respond()
                  : new Decision.Act(List.of(gated(1, WaitTerms.FOREVER)));
      settlesAtOnce(script, flow, Command.Kind.APPROVE, null);
      flow.runToEnd();
    }

    @Override
    public boolean historyIsLong() {
      // once, in the first execution; what is kept is the second one
      return Workflow.getInfo().getContinuedExecutionRunId().isEmpty()
          && Workflow.getInfo().getHistoryLength() > 20;
    }
  },
  RECOVERED_FROM_A_LOST_WORKFLOW {
    @Override
    public void play(Script script, FlowHarness flow) {
      script.terms = new RunTerms(3, 2, 0, OnFailure.WAIT, OnExhausted.WAIT, null, false);
      script.onThink = Script.actingUntil(5, 1);
      flow.runToEnd();
    }
  };

  private static PlannedCall gated(int place, WaitTerms terms) {
    return FlowTest.call(place, PlannedCall.Gate.APPROVAL, terms);
  }

  private static void acts(Script script, PlannedCall... calls) {
    script.onThink =
        step -> step.number() == 1 ? new Decision.Act(List.of(calls)) : new Decision.Respond();
  }

  private static void settlesAtOnce(
      Script script, FlowHarness flow, Command.Kind kind, @Nullable RecoveryOperation operation) {
    script.desk.onOpen =
        paper -> {
          paper.settle(kind, operation);
          flow.ring();
        };
  }

  private static ApplicationFailure badKey() {
    return ApplicationFailure.newNonRetryableFailure("The key is not valid.", "model_auth");
  }
}
