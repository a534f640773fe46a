package dev.perdure.skills.builtin.code;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.skill.LiveOutput.Channel;
import dev.perdure.core.workspace.Workspace;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Shows what a program says, and saves the files it leaves to the workspace. */
final class Harvest implements SandboxListener {

  private final Workspace workspace;
  private final LiveBatches live;
  private final List<String> saved = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  Harvest(Workspace workspace, LiveBatches live) {
    this.workspace = workspace;
    this.live = live;
  }

  @Override
  public void output(Channel channel, String text) {
    live.add(channel, text);
  }

  @Override
  public void file(String path, long size, InputStream content) {
    if (!workspace.available()) {
      refused.add(path + " (this call has no session to keep it in)");
      return;
    }
    try {
      workspace.write(path, content, null);
      saved.add("%s (%d bytes)".formatted(path, size));
    } catch (PerdureException e) {
      if (!(e.error() instanceof PerdureError.ToolFailed failed) || failed.retryable()) {
        throw e;
      }
      refused.add(path + " (" + failed.message() + ")");
    }
  }

  List<String> saved() {
    return saved;
  }

  List<String> refused() {
    return refused;
  }
}
