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
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Agents; each method is one transaction. */
final class JdbiAgentStore implements AgentStore {

  private final Db db;
  private final AgentRows rows;
  private final AgentVersionRows versions;
  private final Supplier<UUID> ids;
  private final IdempotencyKeys keys;

  JdbiAgentStore(Db db, Json json, Supplier<UUID> ids, IdempotencyKeys keys) {
    this.db = db;
    this.rows = new AgentRows();
    this.versions = new AgentVersionRows(json);
    this.ids = ids;
    this.keys = keys;
  }

  @Override
  public Created<Agent> create(
      Caller caller,
      String name,
      @Nullable String description,
      AgentConfig config,
      @Nullable String note,
      @Nullable Idempotency idempotency) {
    UUID id = ids.get();
    return db.inOrg(
        caller.orgId(),
        handle -> {
          var made = keys.take(handle, caller.orgId(), idempotency, id);
          if (made.isPresent()) {
            return new Created<>(require(handle, caller.orgId(), made.get().id()), true);
          }
          if (!rows.insert(handle, caller, id, name, description)) {
            throw nameTaken(name);
          }
          versions.insert(handle, caller, id, 1, config, note);
          return new Created<>(require(handle, caller.orgId(), id), false);
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
  public Agent rename(Caller caller, UUID id, String name, @Nullable String description) {
    return db.inOrg(
        caller.orgId(),
        handle -> {
          try {
            if (!rows.rename(handle, caller.orgId(), id, name, description)) {
              throw notFound(id);
            }
          } catch (JdbiException e) {
            if (Db.is(e, "23505")) {
              throw nameTaken(name);
            }
            throw e;
          }
          return require(handle, caller.orgId(), id);
        });
  }

  @Override
  public Agent archive(Caller caller, UUID id) {
    return db.inOrg(
        caller.orgId(),
        handle -> {
          rows.archive(handle, caller.orgId(), id);
          return require(handle, caller.orgId(), id);
        });
  }

  @Override
  public Created<AgentVersion> addVersion(
      Caller caller,
      UUID id,
      AgentConfig config,
      @Nullable String note,
      @Nullable Integer expectedLatest,
      boolean promote,
      @Nullable Idempotency idempotency) {
    OrgId orgId = caller.orgId();
    return db.inOrg(
        orgId,
        handle -> {
          var made = keys.take(handle, orgId, idempotency, id);
          Integer madeBefore = made.map(IdempotencyKeys.Made::number).orElse(null);
          if (madeBefore != null) {
            return new Created<>(requireVersion(handle, orgId, id, madeBefore), true);
          }
          int latest = rows.lockLatest(handle, orgId, id).orElseThrow(() -> notFound(id));
          if (expectedLatest != null && expectedLatest != latest) {
            throw PerdureException.conflict(
                "agent_version_conflict",
                "The latest version is " + latest + ", not " + expectedLatest + ".");
          }
          int version = latest + 1;
          versions.insert(handle, caller, id, version, config, note);
          rows.setVersions(handle, orgId, id, version, promote);
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
  public Agent setCurrent(Caller caller, UUID id, int version) {
    OrgId orgId = caller.orgId();
    return db.inOrg(
        orgId,
        handle -> {
          if (rows.lockLatest(handle, orgId, id).isEmpty()) {
            throw notFound(id);
          }
          requireVersion(handle, orgId, id, version);
          rows.setCurrent(handle, orgId, id, version);
          return require(handle, orgId, id);
        });
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
