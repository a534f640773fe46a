package dev.perdure.core.port;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.AgentVersion;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Agents and their immutable versions. Each change is in the audit log. Refusals are {@code
 * PerdureException}s.
 */
public interface AgentStore {

  /** Makes an agent with version 1. Refuses a name in use with {@code agent_name_taken}. */
  Created<Agent> create(
      Requester by,
      String name,
      @Nullable String description,
      AgentConfig config,
      @Nullable String note,
      @Nullable Idempotency idempotency);

  Optional<Agent> get(OrgId orgId, UUID id);

  /** An agent that is not archived, by its name. */
  Optional<Agent> findByName(OrgId orgId, String name);

  /** Agents by name; archived ones only when asked for. */
  Page<Agent> list(OrgId orgId, boolean archived, @Nullable String search, PageRequest page);

  /** Changes name and description. */
  Agent rename(Requester by, UUID id, String name, @Nullable String description);

  /** Takes the agent out of use; its runs and versions stay. Idempotent. */
  Agent archive(Requester by, UUID id);

  /**
   * Adds a version.
   *
   * @param expectedLatest when given, refused with {@code agent_version_conflict} unless it is the
   *     latest version
   * @param promote whether it becomes the current one at once
   */
  Created<AgentVersion> addVersion(
      Requester by,
      UUID id,
      AgentConfig config,
      @Nullable String note,
      @Nullable Integer expectedLatest,
      boolean promote,
      @Nullable Idempotency idempotency);

  Optional<AgentVersion> version(OrgId orgId, UUID id, int version);

  /** Versions, newest first. */
  Page<AgentVersion> versions(OrgId orgId, UUID id, PageRequest page);

  /** Makes a version the current one: promote, or roll back. */
  Agent setCurrent(Requester by, UUID id, int version);
}
