package dev.perdure.api.service;

import dev.perdure.api.body.CreateSession;
import dev.perdure.api.body.ForkSession;
import dev.perdure.api.body.SessionDetail;
import dev.perdure.api.body.SessionExport;
import dev.perdure.api.body.UpdateSession;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.EventStore;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.SessionStore;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Session;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Requester;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions and what was said in them. */
public final class SessionService {

  private final SessionStore sessions;
  private final EventStore events;
  private final AgentNames agents;

  public SessionService(SessionStore sessions, EventStore events, AgentStore agents) {
    this.sessions = sessions;
    this.events = events;
    this.agents = new AgentNames(agents);
  }

  public Created<Session> create(
      Caller caller, CreateSession request, @Nullable Idempotency idempotency) {
    String title = Checks.text(request.title(), "/title");
    Map<String, String> metadata = request.metadata() == null ? Map.of() : request.metadata();
    Checks.metadata(metadata);
    UUID agentId = agents.resolve(caller.orgId(), request.agentId(), request.agent());
    return sessions.create(caller, title, agentId, metadata, idempotency);
  }

  public Session get(Caller caller, UUID id) {
    return sessions
        .get(caller.orgId(), id)
        .orElseThrow(() -> PerdureException.notFound("session", id));
  }

  /** The session, with the last position as it was before anything else was read. */
  public SessionDetail detail(Caller caller, UUID id) {
    long lastPos = events.lastPosition(caller.orgId(), id);
    return SessionDetail.of(get(caller, id), lastPos);
  }

  public Page<Session> list(
      Caller caller, @Nullable String search, @Nullable UUID agentId, PageRequest page) {
    return sessions.list(caller.orgId(), search, agentId, page);
  }

  public Session update(Caller caller, UUID id, UpdateSession request) {
    get(caller, id);
    String title = request.title();
    if (title != null) {
      Checks.text(title, "/title");
    }
    if (request.metadata() != null) {
      Checks.metadata(request.metadata());
    }
    return sessions.update(caller, id, title, request.metadata());
  }

  public void delete(Requester by, UUID id) {
    sessions.delete(by, id);
  }

  public Created<Session> fork(
      Caller caller, UUID id, ForkSession request, @Nullable Idempotency idempotency) {
    get(caller, id);
    UUID atMessage = Checks.required(request.messageId(), "/message_id");
    String title = Checks.text(request.title(), "/title");
    return sessions.fork(caller, id, atMessage, title, idempotency);
  }

  public Page<Message> messages(Caller caller, UUID id, PageRequest page) {
    get(caller, id);
    return sessions.messages(caller.orgId(), id, page);
  }

  /** The session with its whole transcript. */
  public SessionExport export(Caller caller, UUID id) {
    Session session = get(caller, id);
    return new SessionExport(session, sessions.transcript(caller.orgId(), session.threadId(), 0));
  }
}
