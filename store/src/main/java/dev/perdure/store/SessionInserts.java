package dev.perdure.store;

import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Makes a session with its thread and its position row, in one statement. A fork that takes over
 * content from outside is as little to be trusted as its origin, and has its files.
 */
final class SessionInserts {

  private static final String INSERT =
      """
      WITH session AS (
        INSERT INTO sessions (org_id, id, title, agent_id, thread_id, metadata, forked_from,
                              forked_at_message, created_by)
        VALUES (:org, :id, :title, :agent, :thread, :metadata::jsonb, :forked_from, :forked_at,
                :user)
      ), thread AS (
        INSERT INTO threads (org_id, id, session_id, last_seq, base_thread_id, base_seq,
                             untrusted_seq, untrusted_from)
        SELECT :org, :thread, :id, coalesce(:base_seq::bigint, 0), :base_thread, :base_seq,
               b.untrusted_seq, b.untrusted_from
        FROM (SELECT) nothing
        LEFT JOIN threads b
          ON b.org_id = :org AND b.id = :base_thread AND b.untrusted_seq <= :base_seq
      )
      INSERT INTO session_positions (org_id, session_id) VALUES (:org, :id)
      """;

  private final Json json;
  private final Bodies bodies;
  private final WorkspaceFork files;

  SessionInserts(Json json, Bodies bodies, WorkspaceFork files) {
    this.json = json;
    this.bodies = bodies;
    this.files = files;
  }

  /** The part of another thread that a fork goes on from. */
  record Base(UUID sessionId, UUID messageId, UUID threadId, long seq) {}

  /** What a session is made of. */
  record NewSession(
      UUID id,
      UUID threadId,
      @Nullable String title,
      @Nullable UUID agentId,
      Map<String, String> metadata,
      UUID createdBy,
      @Nullable Base base) {

    NewSession {
      metadata = Map.copyOf(metadata);
    }
  }

  void insert(Handle handle, OrgId orgId, NewSession session) {
    Base base = session.base();
    handle
        .createUpdate(INSERT)
        .bind("org", orgId.value())
        .bind("id", session.id())
        .bind("thread", session.threadId())
        .bind("title", title(orgId, session))
        .bind("agent", session.agentId())
        .bind("metadata", metadata(orgId, session))
        .bind("user", session.createdBy())
        .bind("forked_from", base == null ? null : base.sessionId())
        .bind("forked_at", base == null ? null : base.messageId())
        .bind("base_thread", base == null ? null : base.threadId())
        .bind("base_seq", base == null ? null : Long.valueOf(base.seq()))
        .execute();
    if (base != null) {
      files.copy(handle, orgId, base.sessionId(), session.id());
    }
  }

  private @Nullable String title(OrgId orgId, NewSession session) {
    String title = PgText.cleanOrNull(session.title());
    return bodies.writeOrNull(orgId, Body.SESSION_TITLE, session.id(), title);
  }

  private String metadata(OrgId orgId, NewSession session) {
    String metadata = json.strings(session.metadata());
    return bodies.write(orgId, Body.SESSION_METADATA, session.id(), metadata);
  }
}
