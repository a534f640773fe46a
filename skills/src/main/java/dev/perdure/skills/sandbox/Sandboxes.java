package dev.perdure.skills.sandbox;

import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.skills.sandbox.bubblewrap.BubblewrapBackend;
import dev.perdure.skills.sandbox.process.SandboxFolders;
import dev.perdure.skills.sandbox.process.Watchdog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the sandbox of a process. */
public final class Sandboxes {

  private Sandboxes() {}

  /**
   * The best there is; takes a second, for it is tried out.
   *
   * @param plugIns backends that others wrote
   */
  public static Sandbox open(SandboxSettings settings, List<? extends SandboxBackend> plugIns) {
    SandboxFolders folders = new SandboxFolders(Path.of(System.getProperty("java.io.tmpdir")));
    Watchdog watchdog = new Watchdog();
    List<SandboxBackend> backends = new ArrayList<>(plugIns);
    backends.addAll(builtIn(folders, watchdog));
    return new Sandbox(
        settings,
        backends,
        () -> {
          watchdog.close();
          folders.close();
        });
  }

  /** Those that come with Perdure. */
  static List<SandboxBackend> builtIn(SandboxFolders folders, Watchdog watchdog) {
    return List.of(new BubblewrapBackend(folders, watchdog));
  }
}
