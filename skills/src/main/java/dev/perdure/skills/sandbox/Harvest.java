package dev.perdure.skills.sandbox;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.skill.LiveOutput.Channel;
import dev.perdure.core.workspace.Workspace;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shows what a program says, and saves the files it leaves to the workspace. */
final class Harvest implements SandboxListener {

  private final Workspace workspace;
  private final LiveBatches live;
  private final Set<String> own;
  private final List<String> saved = new ArrayList<>();
  private final Map<String, List<String>> lost = new LinkedHashMap<>();

  /**
   * @param own paths of files that belong to the tool
   */
  Harvest(Workspace workspace, LiveBatches live, Set<String> own) {
    this.workspace = workspace;
    this.live = live;
    this.own = Set.copyOf(own);
  }

  @Override
  public void output(Channel channel, String text) {
    live.add(channel, text);
  }

  @Override
  public void file(String path, long size, InputStream content) {
    if (own.contains(path)) {
      lose(path, "a file of the skill, which does not change");
    } else if (path.contains("__pycache__/")) {
      return; // what Python keeps for itself
    } else if (!workspace.available()) {
      lose(path, "this call has no session to keep it in");
    } else {
      save(path, size, content);
    }
  }

  private void save(String path, long size, InputStream content) {
    try {
      workspace.write(path, content, null);
      saved.add("%s (%d bytes)".formatted(path, size));
    } catch (PerdureException e) {
      if (!(e.error() instanceof PerdureError.ToolFailed failed) || failed.retryable()) {
        throw e;
      }
      lose(path, failed.message());
    }
  }

  private void lose(String path, String reason) {
    lost.computeIfAbsent(reason, _ -> new ArrayList<>()).add(path);
  }

  List<String> saved() {
    return saved;
  }

  /** Paths that could not be saved, by the reason. */
  Map<String, List<String>> lost() {
    return lost;
  }
}
