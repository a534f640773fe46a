package dev.perdure.store;

import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes new runs that a person starts. */
final class RunInserts {

  private static final String INSERT =
      """
      INSERT INTO runs (org_id, id, session_id, thread_id, agent_id, agent_version, status,
                        input_policy, input, created_by, retry_of, forked_from, model)
      VALUES (:org, :run, :session, :thread, :agent, :version, :status, :policy, :input::jsonb,
              :user, :retry_of, :forked_from,
              (SELECT model FROM runs WHERE org_id = :org AND id = :retry_of))
      """;

  private final Json json;
  private final Bodies bodies;

  RunInserts(Json json, Bodies bodies) {
    this.json = json;
    this.bodies = bodies;
  }

  /** Where a run takes place, and whose it is. */
  record Place(UUID sessionId, UUID threadId, UUID agentId, int agentVersion) {}

  /**
   * A new run.
   *
   * @param retryOf the run it tries again, whose model it keeps
   */
  record New(
      UUID id,
      Place place,
      RunStatus status,
      InputPolicy policy,
      List<ContentPart> input,
      UUID createdBy,
      @Nullable UUID retryOf,
      @Nullable UUID forkedFrom) {
    New {
      input = List.copyOf(input);
    }
  }

  void insert(Handle handle, OrgId orgId, New run) {
    handle
        .createUpdate(INSERT)
        .bind("org", orgId.value())
        .bind("run", run.id())
        .bind("session", run.place().sessionId())
        .bind("thread", run.place().threadId())
        .bind("agent", run.place().agentId())
        .bind("version", run.place().agentVersion())
        .bind("status", run.status().wireName())
        .bind("policy", run.policy().wireName())
        .bind("input", bodies.write(orgId, Body.RUN_INPUT, run.id(), json.content(run.input())))
        .bind("user", run.createdBy())
        .bind("retry_of", run.retryOf())
        .bind("forked_from", run.forkedFrom())
        .execute();
  }
}
