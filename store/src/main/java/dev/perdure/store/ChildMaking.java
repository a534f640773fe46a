package dev.perdure.store;

import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.port.DelegationStore.Made;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.step.Claim;
import dev.perdure.core.step.StepRef;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Makes the run of a sub-agent. */
final class ChildMaking {

  /**
   * Thread, run, what the parent carves for it, and its place in the parent's step. What the parent
   * had read from outside may be in the task.
   */
  private static final String MAKE =
      """
      WITH thread AS (
        INSERT INTO threads (org_id, id, session_id, untrusted_seq, untrusted_from)
        SELECT :org, :thread, :session,
               CASE WHEN t.untrusted_from IS NOT NULL THEN 0 END, t.untrusted_from
        FROM runs p JOIN threads t ON t.org_id = p.org_id AND t.id = p.thread_id
        WHERE p.org_id = :org AND p.id = :run
      ), child AS (
        INSERT INTO runs
          (org_id, id, session_id, thread_id, parent_run_id, depth, sub_agent, agent_id,
           agent_version, status, input_policy, input, created_by, max_steps, max_tokens,
           max_cost_micros, wall_time_ms, held_tokens, held_cost_micros)
        SELECT :org, :child, :session, :thread, p.id, p.depth + 1, :name, :agent, :version,
               'starting', 'enqueue', :input::jsonb, p.created_by, :max_steps, :max_tokens,
               :max_cost, :wall_time, :held_tokens, :held_cost
        FROM runs p WHERE p.org_id = :org AND p.id = :run
      ), carved AS (
        UPDATE runs
        SET carved_tokens = carved_tokens + :held_tokens,
            carved_cost_micros = carved_cost_micros + :held_cost
        WHERE org_id = :org AND id = :run
      )
      UPDATE steps SET child_run_id = :child
      WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call
      """;

  private final Json json;
  private final Bodies bodies;
  private final Supplier<UUID> ids;

  ChildMaking(Json json, Bodies bodies, Supplier<UUID> ids) {
    this.json = json;
    this.bodies = bodies;
    this.ids = ids;
  }

  Made make(
      Handle handle,
      Claim.Claimed attempt,
      SubAgent subAgent,
      int agentVersion,
      List<ContentPart> task) {
    StepLock.Locked step = StepLock.lock(handle, attempt.step());
    if (step.refusal(attempt).isPresent()) {
      return new Made(null, null, List.of());
    }
    UUID made = step.childRunId();
    if (made != null) {
      return new Made(child(step, made), agentOf(handle, step, made), List.of());
    }
    ChildLimits limits = ChildLimits.of(handle, json, step, subAgent, agentVersion);
    UUID child = ids.get();
    insert(handle, step, subAgent, agentVersion, task, limits, child);
    return new Made(child(step, child), subAgent.agentId(), List.of());
  }

  private void insert(
      Handle handle,
      StepLock.Locked step,
      SubAgent subAgent,
      int agentVersion,
      List<ContentPart> task,
      ChildLimits limits,
      UUID child) {
    StepRef ref = step.ref();
    handle
        .createUpdate(MAKE)
        .bind("org", ref.run().orgId().value())
        .bind("session", ref.run().sessionId())
        .bind("run", ref.run().runId())
        .bind("number", ref.number())
        .bind("call", ref.call())
        .bind("child", child)
        .bind("thread", ids.get())
        .bind("name", subAgent.name())
        .bind("agent", subAgent.agentId())
        .bind("version", agentVersion)
        .bind("input", bodies.write(ref.run().orgId(), Body.RUN_INPUT, child, json.content(task)))
        .bind("max_steps", limits.maxSteps())
        .bind("max_tokens", limits.tokens())
        .bind("max_cost", limits.costMicros())
        .bind("wall_time", limits.wallTimeMillis())
        .bind("held_tokens", limits.heldTokens())
        .bind("held_cost", limits.heldCostMicros())
        .execute();
  }

  private static UUID agentOf(Handle handle, StepLock.Locked step, UUID child) {
    return handle
        .createQuery("SELECT agent_id FROM runs WHERE org_id = :org AND id = :child")
        .bind("org", step.ref().run().orgId().value())
        .bind("child", child)
        .mapTo(UUID.class)
        .one();
  }

  private static RunRef child(StepLock.Locked step, UUID id) {
    RunRef parent = step.ref().run();
    return new RunRef(parent.orgId(), parent.sessionId(), id);
  }
}
