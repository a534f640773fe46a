package dev.perdure.skills.sandbox;

import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.skill.LiveOutput.Channel;
import dev.perdure.skills.sandbox.process.SandboxFolders;
import dev.perdure.skills.sandbox.process.Watchdog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All backends of this machine, as a worker would hold them. */
public final class Backends implements AutoCloseable {

  private final SandboxFolders folders =
      new SandboxFolders(Path.of(System.getProperty("java.io.tmpdir")));
  private final Watchdog watchdog = new Watchdog();

  public List<SandboxBackend> all() {
    return Sandboxes.builtIn(folders, watchdog);
  }

  public SandboxFolders folders() {
    return folders;
  }

  public Watchdog watchdog() {
    return watchdog;
  }

  @Override
  public void close() {
    watchdog.close();
    folders.close();
  }

  /** Keeps what comes out. */
  public static final class Kept implements SandboxListener {

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final StringBuilder said = new StringBuilder();

    @Override
    public synchronized void output(Channel channel, String text) {
      said.append(text);
    }

    @Override
    public void file(String path, long size, InputStream content) throws IOException {
      files.put(path, content.readAllBytes());
    }

    public Map<String, byte[]> files() {
      return files;
    }

    public synchronized String said() {
      return said.toString();
    }
  }
}
