package dev.perdure.store;

import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.PlannedTool;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.Thought;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.store.PlannedRows.Row;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Commits a THINK step. Four statements: the locks, the message, all of the rest, the events. */
final class ThoughtCommit {

  private static final String FINISH =
      "WITH "
          + UsageBooking.PARTS
          + """
          , planned AS (
            INSERT INTO steps
              (org_id, run_id, number, call, session_id, kind, status, tool, tool_call_id, arguments,
               given, gate, skill, tool_digest, untrusted_from)
            SELECT :org, :run, :number + p.ahead, p.call, :session, p.kind, 'planned', p.tool, p.id,
                   p.arguments, p.given::jsonb, p.gate, p.skill, p.digest,
                   CASE WHEN p.gate = 'approval' THEN :untrusted::text END
            FROM unnest(:aheads, :calls, :kinds, :tools, :call_ids, :arguments, :givens, :gates,
                        :skills, :digests)
                 AS p (ahead, call, kind, tool, id, arguments, given, gate, skill, digest)
          )
          UPDATE steps
          SET status = 'succeeded', outcome = :decision::jsonb, open_message_id = NULL,
              open_reasoning_id = NULL, ended_at = clock_timestamp()
          WHERE org_id = :org AND run_id = :run AND number = :number AND call = 0
          """;

  private final Json json;
  private final Bodies bodies;
  private final Supplier<UUID> ids;
  private final EventLog log;
  private final Transcript transcript;

  ThoughtCommit(Json json, Bodies bodies, Supplier<UUID> ids, EventLog log, Transcript transcript) {
    this.json = json;
    this.bodies = bodies;
    this.ids = ids;
    this.log = log;
    this.transcript = transcript;
  }

  Commit commit(Handle handle, Claim.Claimed attempt, Thought thought) {
    List<Row> planned = PlannedRows.of(thought);
    StepLock.Locked step = StepLock.lock(handle, attempt.step());
    Optional<Commit> refusal = step.refusal(attempt);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    StepRef ref = attempt.step();
    List<Message> messages =
        transcript.append(
            handle,
            ref.run(),
            step.run().threadId(),
            List.of(
                new NewMessage(
                    thought.messageId(), ref.stepId(), Role.ASSISTANT, thought.content())));
    finish(handle, step, attempt, thought, planned);
    EventBatch batch = ThoughtEvents.of(step, attempt.fence(), thought, ids);
    return new Commit.Done(messages, log.append(handle, ref.run(), batch));
  }

  private void finish(
      Handle handle,
      StepLock.Locked step,
      Claim.Claimed attempt,
      Thought thought,
      List<Row> planned) {
    StepRef think = step.ref();
    String decision = json.decision(thought.decision());
    UsageBooking.bind(handle.createUpdate(FINISH), step, attempt.fence(), thought.use())
        .bind("number", step.ref().number())
        .bind("decision", bodies.write(org(think), Body.STEP_OUTCOME, id(think, 0, 0), decision))
        .bind("of_model", ThoughtEvents.isOfModel(thought))
        .bindArray("aheads", Integer.class, planned.stream().map(Row::ahead).toList())
        .bindArray("calls", Integer.class, planned.stream().map(Row::call).toList())
        .bindArray("kinds", String.class, planned.stream().map(row -> row.kind().name()).toList())
        .bindArray("tools", String.class, planned.stream().map(Row::tool).toList())
        .bindArray("call_ids", String.class, planned.stream().map(Row::id).toList())
        .bindArray(
            "arguments", String.class, planned.stream().map(row -> arguments(think, row)).toList())
        .bindArray("givens", String.class, planned.stream().map(row -> given(think, row)).toList())
        .bindArray("gates", String.class, planned.stream().map(ThoughtCommit::gate).toList())
        .bindArray("skills", String.class, planned.stream().map(ThoughtCommit::skill).toList())
        .bindArray("digests", String.class, planned.stream().map(ThoughtCommit::digest).toList())
        .bind("untrusted", attempt.facts().untrustedFrom())
        .execute();
  }

  private static @Nullable String gate(Row row) {
    PlannedCall.Gate gate = row.gate();
    return gate == null ? null : gate.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String skill(Row row) {
    PlannedTool tool = row.planned();
    return tool == null ? null : tool.skill();
  }

  private static @Nullable String digest(Row row) {
    PlannedTool tool = row.planned();
    return tool == null ? null : tool.digest();
  }

  private @Nullable String arguments(StepRef think, Row row) {
    return bodies.writeOrNull(
        org(think), Body.STEP_ARGUMENTS, id(think, row.ahead(), row.call()), row.arguments());
  }

  private @Nullable String given(StepRef think, Row row) {
    ToolOutput given = row.given();
    return given == null
        ? null
        : bodies.write(
            org(think), Body.STEP_GIVEN, id(think, row.ahead(), row.call()), json.output(given));
  }

  private static OrgId org(StepRef step) {
    return step.run().orgId();
  }

  private static String id(StepRef think, int ahead, int call) {
    return Body.step(think.run().runId(), think.number() + ahead, call);
  }
}
