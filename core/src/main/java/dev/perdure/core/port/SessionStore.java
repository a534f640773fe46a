package dev.perdure.core.port;

import dev.perdure.core.session.Message;
import dev.perdure.core.session.Session;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions, their threads, and the messages in them. */
public interface SessionStore {

  /** Makes a session with an empty thread. */
  Created<Session> create(
      Caller caller,
      @Nullable String title,
      @Nullable UUID agentId,
      Map<String, String> metadata,
      @Nullable Idempotency idempotency);

  Optional<Session> get(OrgId orgId, UUID id);

  /**
   * Sessions, the one used last first.
   *
   * @param search words to find in titles and messages
   */
  Page<Session> list(
      OrgId orgId, @Nullable String search, @Nullable UUID agentId, PageRequest page);

  /** Changes title and metadata; what is null stays as it is. */
  Session update(
      Caller caller, UUID id, @Nullable String title, @Nullable Map<String, String> metadata);

  /**
   * Removes a session with all that is in it, which the audit log tells. Refused with {@code
   * session_busy} while a run is active.
   */
  void delete(Requester by, UUID id);

  /**
   * Makes a session whose thread refers to this one's up to and including a message. A cut that
   * would part a tool call from its result is refused with {@code fork_splits_tool_call}.
   */
  Created<Session> fork(
      Caller caller,
      UUID id,
      UUID atMessage,
      @Nullable String title,
      @Nullable Idempotency idempotency);

  /** Messages of the session's own thread, oldest first, taken-over ones included. */
  Page<Message> messages(OrgId orgId, UUID sessionId, PageRequest page);

  /** A whole thread, oldest first, taken-over messages included; after {@code afterSeq}. */
  List<Message> transcript(OrgId orgId, UUID threadId, long afterSeq);
}
