package dev.perdure.skills.custom.mcp;

import dev.perdure.core.tenant.OrgId;
import java.util.Optional;

/** Lends sessions with one server, each to one call at a time and to one organization only. */
interface SessionPool {

  /** A session that was used before, of which the server may know nothing any more. */
  Optional<PinnedSession> waiting(OrgId orgId);

  /**
   * A session that works.
   *
   * @throws McpFailure when the server can't be had within the time of the use
   */
  PinnedSession begin(McpUse use);

  /** Takes a session back, also one that broke. */
  void give(OrgId orgId, PinnedSession session);
}
