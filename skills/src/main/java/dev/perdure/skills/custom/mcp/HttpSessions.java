package dev.perdure.skills.custom.mcp;

import dev.perdure.core.tenant.OrgId;
import java.util.Optional;

/** The sessions of one version of a skill with a server that takes as many as there are. */
record HttpSessions(
    String skill, String version, McpServers servers, ToolOffers offers, McpSessions sessions)
    implements SessionPool {

  @Override
  public Optional<PinnedSession> waiting(OrgId orgId) {
    return sessions.take(key(orgId));
  }

  @Override
  public PinnedSession begin(McpUse use) {
    return new PinnedSession(McpConnection.open(servers.channel(use), use), offers);
  }

  @Override
  public void give(OrgId orgId, PinnedSession session) {
    sessions.give(key(orgId), session);
  }

  private McpSessions.Key key(OrgId orgId) {
    return new McpSessions.Key(orgId, skill, version);
  }
}
