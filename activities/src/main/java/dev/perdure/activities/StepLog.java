package dev.perdure.activities;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Puts what names a step on every log line of its thread, until closed. */
final class StepLog implements AutoCloseable {

  private final @Nullable Map<String, String> before = MDC.getCopyOfContextMap();

  private StepLog() {}

  static StepLog of(StepRef step) {
    StepLog scope = of(step.run());
    MDC.put("step_id", step.stepId());
    return scope;
  }

  static StepLog of(RunRef run) {
    StepLog scope = new StepLog();
    MDC.put("org_id", run.orgId().toString());
    MDC.put("session_id", run.sessionId().toString());
    MDC.put("run_id", run.runId().toString());
    return scope;
  }

  @Override
  public void close() {
    if (before == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(before);
    }
  }
}
