package dev.perdure.testkit.workspace;

import dev.perdure.core.port.Workspaces;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.Workspace;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Workspaces that keep everything in memory and behave as the real ones do: versions, trash, a
 * change made again by the same call is made once, and can be undone.
 */
public final class MemoryWorkspaces implements Workspaces {

  private final Map<String, MemoryFiles> sessions = new ConcurrentHashMap<>();
  private final long mostBytes;

  /** With room for 64 MiB in each session. */
  public MemoryWorkspaces() {
    this(64L * 1024 * 1024);
  }

  /**
   * With other limits.
   *
   * @param mostBytes the room in a session
   */
  public MemoryWorkspaces(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Override
  public Workspace of(OrgId orgId, UUID sessionId, String effectKey) {
    MemoryFiles files =
        sessions.computeIfAbsent(orgId.value() + "/" + sessionId, _ -> new MemoryFiles(mostBytes));
    return new MemoryWorkspace(files, effectKey);
  }
}
