package dev.perdure.workflows;

import dev.perdure.core.run.RunStatus;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows in the Temporal UI what the run waits for. The status attribute is written when the first
 * wait begins and the last one ends, since each write is a history event.
 */
final class Situation {

  private final List<String> waits = new ArrayList<>();

  /** A wait begins; said in words for an operator. */
  void waitsFor(String words) {
    waits.add(words);
    details();
    if (waits.size() == 1) {
      show(RunStatus.WAITING);
    }
  }

  /** A wait is over and the run goes on. */
  void goesOn(String words) {
    waits.remove(words);
    details();
    if (waits.isEmpty()) {
      show(RunStatus.RUNNING);
    }
  }

  /** The run is over. */
  void ended(RunStatus status) {
    waits.clear();
    details();
    show(status);
  }

  private void details() {
    Workflow.setCurrentDetails(String.join("\n\n", waits));
  }

  private static void show(RunStatus status) {
    Workflow.upsertTypedSearchAttributes(RunAttributes.RUN_STATUS.valueSet(status.wireName()));
  }
}
