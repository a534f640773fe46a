package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Finds the agent version that something new is bound to. Archived agents are as good as none. */
final class AgentPins {

  private AgentPins() {}

  /** Refuses an agent that is not there. */
  static void requireAgent(Handle handle, OrgId orgId, UUID agentId) {
    if (current(handle, orgId, agentId).isEmpty()) {
      throw PerdureException.notFound("agent", agentId);
    }
  }

  /**
   * The version a run pins.
   *
   * @param wanted the version asked for; the current one when absent
   */
  static int version(Handle handle, OrgId orgId, UUID agentId, @Nullable Integer wanted) {
    int current =
        current(handle, orgId, agentId)
            .orElseThrow(() -> PerdureException.notFound("agent", agentId));
    if (wanted == null || wanted == current) {
      return current;
    }
    return handle
        .createQuery(
            """
            SELECT version FROM agent_versions
            WHERE org_id = :org AND agent_id = :agent AND version = :version
            """)
        .bind("org", orgId.value())
        .bind("agent", agentId)
        .bind("version", wanted)
        .mapTo(Integer.class)
        .findOne()
        .orElseThrow(() -> PerdureException.notFound("agent_version", wanted));
  }

  private static Optional<Integer> current(Handle handle, OrgId orgId, UUID agentId) {
    return handle
        .createQuery(
            """
            SELECT current_version FROM agents
            WHERE org_id = :org AND id = :agent AND archived_at IS NULL
            """)
        .bind("org", orgId.value())
        .bind("agent", agentId)
        .mapTo(Integer.class)
        .findOne();
  }
}
