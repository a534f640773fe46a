package dev.perdure.core.port;

import dev.perdure.core.tenant.OrgId;
import java.util.Collection;
import java.util.UUID;

/**
 * Deletes what short-term memory holds. Fails with {@code redis_unavailable} rather than leave
 * something behind unseen.
 */
public interface MemoryErasure {

  /** Everything of an organization. */
  void organization(OrgId orgId);

  /** The texts of messages that are being written in sessions. */
  void sessions(OrgId orgId, Collection<UUID> sessionIds);

  /** What is kept of the transcripts of threads. */
  void threads(OrgId orgId, Collection<UUID> threadIds);
}
