package dev.perdure.core.port;

import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.Workspace;
import java.util.UUID;

/** Port: the workspaces of sessions, for the calls of tools. */
@FunctionalInterface
public interface Workspaces {

  /**
   * A session's files, as one call sees and changes them.
   *
   * @param effectKey names the call; a change it makes twice is made once
   */
  Workspace of(OrgId orgId, UUID sessionId, String effectKey);

  /** No session has files. */
  static Workspaces none() {
    return (orgId, sessionId, effectKey) -> Workspace.none();
  }
}
