package dev.perdure.store;

import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.ToolOutput;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Copies a THINK and the steps it has planned to a fork. The THINK is done; its calls are planned
 * anew, so that they are new effects. Those of its ACT keep their results when the fork is at its
 * DELEGATE. What was given with the plan, not by a person, still is: such a call is not made.
 */
final class StepCopies {

  private static final String STEPS =
      """
      SELECT number, call, kind, status, tool, tool_call_id, arguments, gate, untrusted_from,
             skill, tool_digest, given, outcome, started_at, ended_at,
             EXISTS (SELECT FROM interrupts i
                     WHERE i.org_id = :org AND i.run_id = :run AND i.number = s.number
                       AND i.call = s.call) AS asked
      FROM steps s
      WHERE org_id = :org AND run_id = :run AND number >= :think
        AND number < coalesce((SELECT min(number) FROM steps
                               WHERE org_id = :org AND run_id = :run AND number > :think
                                 AND kind NOT IN ('ACT', 'DELEGATE')), 2147483647)
      ORDER BY number, call
      """;

  private static final String RESULTS =
      """
      SELECT id, content FROM messages
      WHERE org_id = :org AND run_id = :run AND role = 'tool' AND starts_with(step_id, :step)
      ORDER BY seq
      """;

  private static final String INSERT =
      """
      INSERT INTO steps (org_id, run_id, number, call, session_id, kind, status, fence, tool,
                         tool_call_id, arguments, gate, untrusted_from, skill, tool_digest,
                         given, outcome,
                         started_at, ended_at)
      VALUES (:org, :run, :number, :call, :session, :kind, :status, :fence, :tool,
              :tool_call_id, :arguments, :gate, :untrusted_from, :skill, :tool_digest,
              :given::jsonb, :outcome::jsonb,
              :started_at, :ended_at)
      """;

  private final Json json;
  private final Bodies bodies;

  StepCopies(Json json, Bodies bodies) {
    this.json = json;
    this.bodies = bodies;
  }

  /**
   * A step or call as it stands.
   *
   * @param asked whether the run has waited for a person because of it
   */
  private record Old(
      int number,
      int call,
      String kind,
      String status,
      @Nullable String tool,
      @Nullable String toolCallId,
      @Nullable String arguments,
      @Nullable String gate,
      @Nullable String untrustedFrom,
      @Nullable String skill,
      @Nullable String toolDigest,
      @Nullable ToolOutput given,
      @Nullable String outcome,
      @Nullable OffsetDateTime startedAt,
      @Nullable OffsetDateTime endedAt,
      boolean asked) {}

  /**
   * Copies what a run had planned.
   *
   * @param think the number of the THINK, which is 1 in the fork
   * @param point the number of the step the fork is at
   */
  void copy(Handle handle, Run run, RunRef fork, int think, int point) {
    for (Old old : steps(handle, run, think)) {
      insert(handle, run, fork, old, think, point);
    }
  }

  private List<Old> steps(Handle handle, Run run, int think) {
    return handle
        .createQuery(STEPS)
        .bind("org", run.orgId().value())
        .bind("run", run.id())
        .bind("think", think)
        .map((rs, ctx) -> old(run, rs))
        .list();
  }

  private Old old(Run run, ResultSet rs) throws SQLException {
    int number = rs.getInt("number");
    int call = rs.getInt("call");
    String id = Body.step(run.id(), number, call);
    return new Old(
        number,
        call,
        rs.getString("kind"),
        rs.getString("status"),
        rs.getString("tool"),
        rs.getString("tool_call_id"),
        bodies.readOrNull(run.orgId(), Body.STEP_ARGUMENTS, id, rs.getString("arguments")),
        rs.getString("gate"),
        rs.getString("untrusted_from"),
        rs.getString("skill"),
        rs.getString("tool_digest"),
        json.output(bodies.readOrNull(run.orgId(), Body.STEP_GIVEN, id, rs.getString("given"))),
        bodies.readOrNull(run.orgId(), Body.STEP_OUTCOME, id, rs.getString("outcome")),
        rs.getObject("started_at", OffsetDateTime.class),
        rs.getObject("ended_at", OffsetDateTime.class),
        rs.getBoolean("asked"));
  }

  private void insert(Handle handle, Run run, RunRef fork, Old old, int think, int point) {
    boolean done = old.number() == think;
    int number = old.number() - think + 1;
    String id = Body.step(fork.runId(), number, old.call());
    ToolOutput given = done ? null : given(handle, run, old, point);
    handle
        .createUpdate(INSERT)
        .bind("org", fork.orgId().value())
        .bind("run", fork.runId())
        .bind("number", number)
        .bind("call", old.call())
        .bind("session", fork.sessionId())
        .bind("kind", old.kind())
        .bind("status", done ? old.status() : "planned")
        .bind("fence", done ? 1 : 0)
        .bind("tool", old.tool())
        .bind("tool_call_id", old.toolCallId())
        .bind(
            "arguments", bodies.writeOrNull(fork.orgId(), Body.STEP_ARGUMENTS, id, old.arguments()))
        .bind("gate", old.gate())
        .bind("untrusted_from", old.untrustedFrom())
        .bind("skill", old.skill())
        .bind("tool_digest", old.toolDigest())
        .bind(
            "given",
            bodies.writeOrNull(
                fork.orgId(), Body.STEP_GIVEN, id, given == null ? null : json.output(given)))
        .bind(
            "outcome",
            bodies.writeOrNull(fork.orgId(), Body.STEP_OUTCOME, id, done ? old.outcome() : null))
        .bind("started_at", done ? old.startedAt() : null)
        .bind("ended_at", done ? old.endedAt() : null)
        .execute();
  }

  private @Nullable ToolOutput given(Handle handle, Run run, Old old, int point) {
    if (old.number() < point) {
      return old.call() == 0 ? null : result(handle, run, old).orElse(null);
    }
    ToolOutput given = old.given();
    return given != null && given.error() && !old.asked() ? given : null;
  }

  private Optional<ToolOutput> result(Handle handle, Run run, Old call) {
    return handle
        .createQuery(RESULTS)
        .bind("org", run.orgId().value())
        .bind("run", run.id())
        .bind("step", run.id() + "/" + call.number() + ".")
        .map((rs, ctx) -> {
          UUID id = Columns.uuid(rs, "id");
          return json.content(bodies.read(run.orgId(), Body.MESSAGE, id, rs.getString("content")));
        })
        .stream()
        .flatMap(List::stream)
        .filter(ContentPart.ToolResult.class::isInstance)
        .map(ContentPart.ToolResult.class::cast)
        .filter(part -> part.toolCallId().equals(call.toolCallId()))
        .map(part -> new ToolOutput(part.content(), part.error()))
        .findFirst();
  }
}
