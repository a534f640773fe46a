package dev.perdure.store;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.AgentVersion;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Agents; each method is one transaction, and what it changes is recorded in it. */
final class JdbiAgentStore implements AgentStore {

  private final Db db;
  private final AgentRows rows;
  private final AgentVersionRows versions;
  private final Supplier<UUID> ids;
  private final IdempotencyKeys keys;
  private final AuditRows audit;

  JdbiAgentStore(Db db, Json json, Supplier<UUID> ids, IdempotencyKeys keys, AuditRows audit) {
    this.db = db;
    this.rows = new AgentRows();
    this.versions = new AgentVersionRows(json);
    this.ids = ids;
    this.keys = keys;
    this.audit = audit;
  }

  @Override
  public Created<Agent> create(
      Requester by,
      String name,
      @Nullable String description,
      AgentConfig config,
      @Nullable String note,
      @Nullable Idempotency idempotency) {
    UUID id = ids.get();
    OrgId orgId = by.orgId();
    return db.inOrg(
        orgId,
        handle -> {
          var made = keys.take(handle, orgId, idempotency, id);
          if (made.isPresent()) {
            return new Created<>(require(handle, orgId, made.get().id()), true);
          }
          if (!rows.insert(handle, by.caller(), id, name, description)) {
            throw nameTaken(name);
          }
          versions.insert(handle, by.caller(), id, 1, config, note);
          Agent agent = require(handle, orgId, id);
          record(handle, by, "create", null, agent);
          return new Created<>(agent, false);
        });
  }

  @Override
  public Optional<Agent> get(OrgId orgId, UUID id) {
    return db.inOrg(orgId, handle -> rows.find(handle, orgId, id));
  }

  @Override
  public Optional<Agent> findByName(OrgId orgId, String name) {
    return db.inOrg(orgId, handle -> rows.findByName(handle, orgId, name));
  }

  @Override
  public Page<Agent> list(
      OrgId orgId, boolean archived, @Nullable String search, PageRequest page) {
    return db.inOrg(orgId, handle -> rows.list(handle, orgId, archived, search, page));
  }

  @Override
  public Agent rename(Requester by, UUID id, String name, @Nullable String description) {
    OrgId orgId = by.orgId();
    return db.inOrg(
        orgId,
        handle -> {
          Agent before = lock(handle, orgId, id);
          try {
            rows.rename(handle, orgId, id, name, description);
          } catch (JdbiException e) {
            if (Db.is(e, "23505")) {
              throw nameTaken(name);
            }
            throw e;
          }
          return changed(handle, by, "update", before);
        });
  }

  @Override
  public Agent archive(Requester by, UUID id) {
    return db.inOrg(
        by.orgId(),
        handle -> {
          Agent before = lock(handle, by.orgId(), id);
          if (before.archivedAt() != null) {
            return before;
          }
          rows.archive(handle, by.orgId(), id);
          return changed(handle, by, "archive", before);
        });
  }

  @Override
  public Created<AgentVersion> addVersion(
      Requester by,
      UUID id,
      AgentConfig config,
      @Nullable String note,
      @Nullable Integer expectedLatest,
      boolean promote,
      @Nullable Idempotency idempotency) {
    OrgId orgId = by.orgId();
    return db.inOrg(
        orgId,
        handle -> {
          var made = keys.take(handle, orgId, idempotency, id);
          Integer madeBefore = made.map(IdempotencyKeys.Made::number).orElse(null);
          if (madeBefore != null) {
            return new Created<>(requireVersion(handle, orgId, id, madeBefore), true);
          }
          Agent before = lock(handle, orgId, id);
          int latest = before.latestVersion();
          if (expectedLatest != null && expectedLatest != latest) {
            throw PerdureException.conflict(
                "agent_version_conflict",
                "The latest version is " + latest + ", not " + expectedLatest + ".");
          }
          int version = latest + 1;
          versions.insert(handle, by.caller(), id, version, config, note);
          rows.setVersions(handle, orgId, id, version, promote);
          changed(handle, by, "add_version", before);
          keys.number(handle, orgId, idempotency, version);
          return new Created<>(requireVersion(handle, orgId, id, version), false);
        });
  }

  @Override
  public Optional<AgentVersion> version(OrgId orgId, UUID id, int version) {
    return db.inOrg(orgId, handle -> versions.find(handle, orgId, id, version));
  }

  @Override
  public Page<AgentVersion> versions(OrgId orgId, UUID id, PageRequest page) {
    return db.inOrg(
        orgId,
        handle -> {
          require(handle, orgId, id);
          return versions.list(handle, orgId, id, page);
        });
  }

  @Override
  public Agent setCurrent(Requester by, UUID id, int version) {
    OrgId orgId = by.orgId();
    return db.inOrg(
        orgId,
        handle -> {
          Agent before = lock(handle, orgId, id);
          requireVersion(handle, orgId, id, version);
          rows.setCurrent(handle, orgId, id, version);
          return changed(handle, by, "set_version", before);
        });
  }

  /** The agent as it is now, which nobody else changes before this transaction ends. */
  private Agent lock(Handle handle, OrgId orgId, UUID id) {
    return rows.lock(handle, orgId, id).orElseThrow(() -> notFound(id));
  }

  private Agent changed(Handle handle, Requester by, String verb, Agent before) {
    Agent after = require(handle, by.orgId(), before.id());
    record(handle, by, verb, before, after);
    return after;
  }

  private void record(
      Handle handle, Requester by, String verb, @Nullable Agent before, Agent after) {
    audit.add(
        handle,
        by.orgId(),
        by.actor()
            .did("agent." + verb, AuditWords.target(after))
            .before(before == null ? null : AuditWords.of(before))
            .after(AuditWords.of(after)));
  }

  private Agent require(Handle handle, OrgId orgId, UUID id) {
    return rows.find(handle, orgId, id).orElseThrow(() -> notFound(id));
  }

  private AgentVersion requireVersion(Handle handle, OrgId orgId, UUID id, int version) {
    return versions
        .find(handle, orgId, id, version)
        .orElseThrow(() -> PerdureException.notFound("agent_version", version));
  }

  private static PerdureException notFound(UUID id) {
    return PerdureException.notFound("agent", id);
  }

  private static PerdureException nameTaken(String name) {
    return PerdureException.conflict(
        "agent_name_taken", "There is an agent \"" + name + "\" already. Choose another name.");
  }
}
