package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.SessionStore;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Session;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Sessions; each method is one transaction. */
final class JdbiSessionStore implements SessionStore {

  private final Db db;
  private final SessionRows rows;
  private final SessionInserts inserts;
  private final SessionFork fork;
  private final SessionDelete delete = new SessionDelete();
  private final Transcript transcript;
  private final Supplier<UUID> ids;
  private final IdempotencyKeys keys;
  private final AuditRows audit;

  JdbiSessionStore(
      Db db,
      SessionRows rows,
      SessionInserts inserts,
      SessionFork fork,
      Transcript transcript,
      Supplier<UUID> ids,
      IdempotencyKeys keys,
      AuditRows audit) {
    this.db = db;
    this.rows = rows;
    this.inserts = inserts;
    this.fork = fork;
    this.transcript = transcript;
    this.ids = ids;
    this.keys = keys;
    this.audit = audit;
  }

  @Override
  public Created<Session> create(
      Caller caller,
      @Nullable String title,
      @Nullable UUID agentId,
      Map<String, String> metadata,
      @Nullable Idempotency idempotency) {
    OrgId orgId = caller.orgId();
    UUID id = ids.get();
    return db.inOrg(
        orgId,
        handle -> {
          var made = keys.take(handle, orgId, idempotency, id);
          if (made.isPresent()) {
            return new Created<>(require(handle, orgId, made.get().id()), true);
          }
          if (agentId != null) {
            AgentPins.requireAgent(handle, orgId, agentId);
          }
          inserts.insert(
              handle,
              orgId,
              new SessionInserts.NewSession(
                  id, ids.get(), title, agentId, metadata, caller.userId(), null));
          return new Created<>(require(handle, orgId, id), false);
        });
  }

  @Override
  public Optional<Session> get(OrgId orgId, UUID id) {
    return db.inOrg(orgId, handle -> rows.find(handle, orgId, id));
  }

  @Override
  public Page<Session> list(
      OrgId orgId, @Nullable String search, @Nullable UUID agentId, PageRequest page) {
    SearchWords words = SearchWords.of(search);
    if (words != null && words.none()) {
      return new Page<>(List.of(), null);
    }
    return db.inOrg(orgId, handle -> rows.list(handle, orgId, words, agentId, page));
  }

  @Override
  public Session update(
      Caller caller, UUID id, @Nullable String title, @Nullable Map<String, String> metadata) {
    return db.inOrg(
        caller.orgId(),
        handle -> {
          rows.update(handle, caller.orgId(), id, title, metadata);
          return require(handle, caller.orgId(), id);
        });
  }

  @Override
  public void delete(Requester by, UUID id) {
    db.inOrg(
        by.orgId(),
        handle -> {
          Session gone = require(handle, by.orgId(), id);
          delete.delete(handle, by.orgId(), id);
          audit.add(
              handle,
              by.orgId(),
              by.actor()
                  .did("session.delete", AuditWords.target(gone))
                  .before(AuditWords.of(gone)));
          return id;
        });
  }

  @Override
  public Created<Session> fork(
      Caller caller,
      UUID id,
      UUID atMessage,
      @Nullable String title,
      @Nullable Idempotency idempotency) {
    OrgId orgId = caller.orgId();
    UUID forkId = ids.get();
    return db.inOrg(
        orgId,
        handle -> {
          var made = keys.take(handle, orgId, idempotency, forkId);
          if (made.isPresent()) {
            return new Created<>(require(handle, orgId, made.get().id()), true);
          }
          fork.lock(handle, orgId, id);
          Session source = require(handle, orgId, id);
          SessionInserts.Base base = fork.base(handle, source, atMessage);
          inserts.insert(
              handle,
              orgId,
              new SessionInserts.NewSession(
                  forkId,
                  ids.get(),
                  title == null ? source.title() : title,
                  source.agentId(),
                  source.metadata(),
                  caller.userId(),
                  base));
          return new Created<>(require(handle, orgId, forkId), false);
        });
  }

  @Override
  public Page<Message> messages(OrgId orgId, UUID sessionId, PageRequest page) {
    Cursors.Key after = Cursors.read("messages", page);
    long afterSeq = after == null ? 0 : after.number();
    List<Message> found =
        db.inOrg(
            orgId,
            handle ->
                transcript.read(
                    handle,
                    orgId,
                    require(handle, orgId, sessionId).threadId(),
                    afterSeq,
                    Long.MAX_VALUE,
                    Cursors.rows(page)));
    return Cursors.page(
        "messages",
        page,
        found,
        message -> new Cursors.Key(message.id().toString(), Long.toString(message.seq())));
  }

  @Override
  public List<Message> transcript(OrgId orgId, UUID threadId, long afterSeq) {
    return db.inOrg(
        orgId,
        handle ->
            transcript.read(handle, orgId, threadId, afterSeq, Long.MAX_VALUE, Integer.MAX_VALUE));
  }

  private Session require(Handle handle, OrgId orgId, UUID id) {
    return rows.find(handle, orgId, id).orElseThrow(() -> PerdureException.notFound("session", id));
  }
}
