package dev.perdure.store;

import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.port.DelegationStore;
import dev.perdure.core.port.DelegationStore.Concluded;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Brings the end of a sub-agent's run back to the call that started it. */
final class ChildConclusion {

  private static final RunError LOST =
      new RunError(
          "sub_agent_lost",
          "The sub-agent's workflow ended before the sub-agent did.",
          "Delegate again, or go on without it.");

  private static final RunError NEVER_MADE =
      new RunError("sub_agent_not_started", "The sub-agent was not started.", null);

  private static final String CHILD =
      """
      SELECT c.id, c.sub_agent, c.status, c.output, c.error, t.untrusted_from
      FROM steps s
      JOIN runs c ON c.org_id = s.org_id AND c.id = s.child_run_id
      JOIN threads t ON t.org_id = c.org_id AND t.id = c.thread_id
      WHERE s.org_id = :org AND s.session_id = :session AND s.run_id = :run
        AND s.number = :number AND s.call = :call
      """;

  private final Json json;
  private final Bodies bodies;
  private final RunEnding ending;
  private final ToolCallCommit calls;

  ChildConclusion(Json json, Bodies bodies, RunEnding ending, ToolCallCommit calls) {
    this.json = json;
    this.bodies = bodies;
    this.ending = ending;
    this.calls = calls;
  }

  private record Child(
      UUID id,
      String name,
      RunStatus status,
      @Nullable String output,
      @Nullable RunError error,
      @Nullable String untrustedFrom) {}

  /** Ends a child that nobody works on any more; a rollback of it says what is not undone. */
  List<LoggedEvent> endChild(Handle handle, StepRef call) {
    Optional<Child> child = child(handle, call);
    if (child.isEmpty() || child.get().status().terminal()) {
      return List.of();
    }
    RunRef parent = call.run();
    RunRef ref = new RunRef(parent.orgId(), parent.sessionId(), child.get().id());
    RunLock.Locked locked = RunEnding.lock(handle, ref);
    boolean stopping = locked.status() == RunStatus.CANCELLING;
    return ending
        .end(handle, locked, stopping ? new Ending.Cancelled() : new Ending.Failed(LOST))
        .events();
  }

  /** Writes what became of the child as the call's result. */
  Concluded conclude(Handle handle, StepRef call, DelegationStore.Keeping keeping) {
    StepLock.Locked step = StepLock.lock(handle, call);
    UUID threadId = step.run().threadId();
    if (step.status().finished() || !step.run().acceptsWork()) {
      return new Concluded(threadId, List.of(), List.of());
    }
    Optional<Child> child = child(handle, call);
    RunError error = child.isEmpty() ? NEVER_MADE : error(child.get());
    ToolOutput output =
        error == null
            ? ToolOutput.of(answer(child.orElseThrow()))
            : ToolOutput.failure(error.message());
    CallOutcome outcome =
        keeping
            .outcome(step.requireTool(), output)
            .from(child.map(Child::untrustedFrom).orElse(null));
    Commit.Done done = calls.end(handle, step, outcome, error);
    return new Concluded(threadId, done.messages(), done.events());
  }

  private static String answer(Child child) {
    String output = child.output();
    return output == null || output.isBlank()
        ? "The sub-agent \"" + child.name() + "\" ended without an answer."
        : output;
  }

  private static @Nullable RunError error(Child child) {
    String who = "The sub-agent \"" + child.name() + "\" ";
    return switch (child.status()) {
      case SUCCEEDED -> null;
      case CANCELLED -> new RunError("sub_agent_cancelled", who + "was cancelled.", null);
      case FAILED, EXPIRED -> {
        RunError why = child.error();
        yield why == null
            ? new RunError("sub_agent_failed", who + "failed.", null)
            : new RunError(why.code(), who + "failed: " + why.message(), why.suggestion());
      }
      case QUEUED, STARTING, RUNNING, WAITING, PAUSED, CANCELLING ->
          throw new IllegalStateException("run " + child.id() + " has not ended");
    };
  }

  private Optional<Child> child(Handle handle, StepRef call) {
    return handle
        .createQuery(CHILD)
        .bind("org", call.run().orgId().value())
        .bind("session", call.run().sessionId())
        .bind("run", call.run().runId())
        .bind("number", call.number())
        .bind("call", call.call())
        .map((rs, ctx) -> map(call.run().orgId(), rs))
        .findOne();
  }

  private Child map(OrgId orgId, ResultSet rs) throws SQLException {
    UUID id = Columns.uuid(rs, "id");
    return new Child(
        id,
        Objects.requireNonNull(rs.getString("sub_agent")),
        RunStatus.of(rs.getString("status")),
        bodies.readOrNull(orgId, Body.RUN_OUTPUT, id, rs.getString("output")),
        json.error(bodies.readOrNull(orgId, Body.RUN_ERROR, id, rs.getString("error"))),
        rs.getString("untrusted_from"));
  }
}
