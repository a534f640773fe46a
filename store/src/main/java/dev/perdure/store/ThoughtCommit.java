package dev.perdure.store;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.Commit;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.step.Thought;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Commits a THINK step. Four statements: the locks, the message, all of the rest, the events. */
final class ThoughtCommit {

  private static final String FINISH =
      """
      WITH cost AS (
        INSERT INTO usage
          (org_id, step_id, fence, session_id, run_id, agent_id, provider, model, input_tokens,
           cached_input_tokens, output_tokens, reasoning_tokens, duration_ms)
        VALUES
          (:org, :step_id, :fence, :session, :run, :agent, :provider, :model, :input, :cached,
           :output, :reasoning, :duration)
      ), run AS (
        UPDATE runs
        SET input_tokens = input_tokens + :input,
            cached_input_tokens = cached_input_tokens + :cached,
            output_tokens = output_tokens + :output,
            reasoning_tokens = reasoning_tokens + :reasoning,
            updated_at = clock_timestamp()
        WHERE org_id = :org AND id = :run
      ), planned AS (
        INSERT INTO steps
          (org_id, run_id, number, call, session_id, kind, status, tool, tool_call_id, arguments)
        SELECT :org, :run, :number + 1, p.call, :session, 'ACT', 'planned', p.tool, p.id,
               p.arguments
        FROM unnest(:calls, :tools, :call_ids, :arguments) AS p (call, tool, id, arguments)
      )
      UPDATE steps
      SET status = 'succeeded', outcome = :decision::jsonb, open_message_id = NULL,
          ended_at = clock_timestamp()
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = 0
      """;

  private final Json json;
  private final EventLog log;
  private final Transcript transcript;

  ThoughtCommit(Json json, EventLog log, Transcript transcript) {
    this.json = json;
    this.log = log;
    this.transcript = transcript;
  }

  Commit commit(Handle handle, Claim.Claimed attempt, Thought thought) {
    List<Planned> planned = planned(thought);
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
    EventBatch batch = ThoughtEvents.of(ref, attempt.fence(), step.openMessageId(), thought);
    return new Commit.Done(messages, log.append(handle, ref.run(), batch));
  }

  /** A row of the next step: itself as call 0, or one of its calls. */
  private record Planned(
      int call, @Nullable String tool, @Nullable String id, @Nullable String arguments) {}

  private static List<Planned> planned(Thought thought) {
    List<ContentPart.ToolCall> calls = ThoughtEvents.toolCalls(thought);
    int decided = thought.decision() instanceof Decision.Act act ? act.calls().size() : 0;
    if (calls.size() != decided) {
      throw new IllegalArgumentException(
          "the message holds " + calls.size() + " tool calls, the decision " + decided);
    }
    if (calls.isEmpty()) {
      return List.of();
    }
    List<Planned> rows = new ArrayList<>();
    rows.add(new Planned(0, null, null, null));
    IntStream.range(0, calls.size()).mapToObj(i -> planned(i + 1, calls.get(i))).forEach(rows::add);
    return rows;
  }

  private static Planned planned(int place, ContentPart.ToolCall call) {
    return new Planned(
        place, PgText.clean(call.name()), PgText.clean(call.id()), PgText.clean(call.arguments()));
  }

  private void finish(
      Handle handle,
      StepLock.Locked step,
      Claim.Claimed attempt,
      Thought thought,
      List<Planned> planned) {
    RunRef run = step.ref().run();
    TokenUsage usage = thought.usage();
    handle
        .createUpdate(FINISH)
        .bind("org", run.orgId().value())
        .bind("session", run.sessionId())
        .bind("run", run.runId())
        .bind("number", step.ref().number())
        .bind("step_id", step.ref().stepId())
        .bind("fence", attempt.fence())
        .bind("agent", step.run().agentId())
        .bind("provider", thought.provider())
        .bind("model", thought.model())
        .bind("input", usage.input())
        .bind("cached", usage.cachedInput())
        .bind("output", usage.output())
        .bind("reasoning", usage.reasoning())
        .bind("duration", thought.duration().toMillis())
        .bind("decision", json.decision(thought.decision()))
        .bindArray("calls", Integer.class, planned.stream().map(Planned::call).toList())
        .bindArray("tools", String.class, planned.stream().map(Planned::tool).toList())
        .bindArray("call_ids", String.class, planned.stream().map(Planned::id).toList())
        .bindArray("arguments", String.class, planned.stream().map(Planned::arguments).toList())
        .execute();
  }
}
