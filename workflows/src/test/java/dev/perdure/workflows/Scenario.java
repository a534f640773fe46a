package dev.perdure.workflows;

import dev.perdure.core.step.Decision;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs as the release before the whole orchestrator could have done them. */
enum Scenario implements Recorded {
  ANSWER {
    @Override
    public void play(Script script, FlowHarness flow) {
      flow.runToEnd();
    }
  },
  TOOLS_AND_A_FAILED_ONE {
    @Override
    public void play(Script script, FlowHarness flow) {
      script.onThink = Script.actingUntil(5, 3);
      script.onAct =
          call -> {
            if (call.call() == 2) {
              throw ApplicationFailure.newNonRetryableFailure("The disk is full.", "disk_full");
            }
            return ActResult.DONE;
          };
      flow.runToEnd();
    }
  },
  FAILED_THOUGHT {
    @Override
    public void play(Script script, FlowHarness flow) {
      script.onThink =
          step -> {
            throw ApplicationFailure.newNonRetryableFailure("The key is not valid.", "model_auth");
          };
      flow.runToEnd();
    }
  },
  INTERRUPTED_THOUGHT {
    @Override
    public void play(Script script, FlowHarness flow) {
      AtomicInteger attempts = new AtomicInteger();
      script.onThink =
          step -> {
            if (attempts.incrementAndGet() < 10) {
              throw ApplicationFailure.newFailure(
                  "The database can't be reached.",
                  "database_unavailable",
                  new FailureDetail(true, null));
            }
            return new Decision.Respond();
          };
      flow.runToEnd();
    }
  },
  STEP_LIMIT {
    @Override
    public void play(Script script, FlowHarness flow) {
      script.maxSteps = 2;
      script.onThink = Script.actingUntil(100, 1);
      flow.runToEnd();
    }
  },
  CANCELLED_BY_COMMAND {
    @Override
    public void play(Script script, FlowHarness flow) {
      CountDownLatch thinking = blockThinking(script);
      flow.start();
      await(thinking);
      script.command();
      flow.ring();
      flow.result();
    }
  },
  CANCELLED_BY_AN_OPERATOR {
    @Override
    public void play(Script script, FlowHarness flow) {
      CountDownLatch thinking = blockThinking(script);
      flow.start();
      await(thinking);
      flow.running().cancel();
      try {
        flow.result();
      } catch (WorkflowFailedException e) {
        return; // cancelled, as it is meant to be
      }
      throw new AssertionError("the workflow did not end as cancelled");
    }
  },
  CONTINUED_AS_NEW {
    @Override
    public void play(Script script, FlowHarness flow) {
      script.onThink = Script.actingUntil(5, 1);
      flow.runToEnd();
    }

    @Override
    public boolean historyIsLong() {
      // once, in the first execution; what is kept is the second one
      return Workflow.getInfo().getContinuedExecutionRunId().isEmpty()
          && Workflow.getInfo().getHistoryLength() > 10;
    }
  };

  private static CountDownLatch blockThinking(Script script) {
    CountDownLatch thinking = new CountDownLatch(1);
    script.onThink =
        step -> {
          thinking.countDown();
          throw Script.untilCancelled();
        };
    return thinking;
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("no step began");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
