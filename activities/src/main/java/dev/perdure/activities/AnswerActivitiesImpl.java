package dev.perdure.activities;

import static dev.perdure.activities.Bookkeeping.recorded;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.Role;
import dev.perdure.workflows.AnswerActivities;

/** Looks through what a run has said. */
public final class AnswerActivitiesImpl implements AnswerActivities {

  private final Ports ports;

  public AnswerActivitiesImpl(Ports ports) {
    this.ports = ports;
  }

  @Override
  public boolean hasAnswer(RunRef run) {
    return recorded(
        StepLog.of(run),
        () -> {
          Run row =
              ports
                  .runs()
                  .get(run.orgId(), run.runId())
                  .orElseThrow(() -> PerdureException.notFound("run", run.runId()));
          return ports.sessions().transcript(run.orgId(), row.threadId(), 0).stream()
              .filter(message -> run.runId().equals(message.runId()))
              .anyMatch(message -> message.role() == Role.ASSISTANT && !message.text().isBlank());
        });
  }
}
