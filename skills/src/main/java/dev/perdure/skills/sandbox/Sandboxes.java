package dev.perdure.skills.sandbox;

import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.skills.sandbox.bubblewrap.BubblewrapBackend;
import dev.perdure.skills.sandbox.gvisor.GvisorBackend;
import dev.perdure.skills.sandbox.kubernetes.Cluster;
import dev.perdure.skills.sandbox.kubernetes.KubernetesBackend;
import dev.perdure.skills.sandbox.kubernetes.KubernetesSettings;
import dev.perdure.skills.sandbox.landlock.LandlockBackend;
import dev.perdure.skills.sandbox.process.JobRunner;
import dev.perdure.skills.sandbox.process.SandboxFolders;
import dev.perdure.skills.sandbox.process.Watchdog;
import dev.perdure.skills.sandbox.quickjs.QuickJsBackend;
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
    KubernetesSettings cluster = settings.kubernetes();
    if (cluster != null) {
      backends.add(new KubernetesBackend(cluster, folders, new Cluster(cluster)));
    }
    backends.addAll(builtIn(folders, watchdog));
    return new Sandbox(
        settings,
        backends,
        () -> {
          watchdog.close();
          folders.close();
        });
  }

  /** Those that come with Perdure and run on this machine. */
  static List<SandboxBackend> builtIn(SandboxFolders folders, Watchdog watchdog) {
    JobRunner runner = new JobRunner(folders, watchdog);
    return List.of(
        new GvisorBackend(runner, System.getenv().getOrDefault("PATH", "")),
        new BubblewrapBackend(runner),
        new LandlockBackend(runner),
        new QuickJsBackend(runner));
  }
}
