package dev.perdure.skills.builtin.code;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.core.workspace.WorkspaceFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A workspace without a database; of its changes it keeps the state before. */
public final class WorkspaceInMemory implements Workspace {

  private final Map<String, byte[]> files = new TreeMap<>();
  private Map<String, byte[]> before = new TreeMap<>();
  private long quota = Long.MAX_VALUE;

  public WorkspaceInMemory put(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
    before = new TreeMap<>(files);
    return this;
  }

  WorkspaceInMemory withQuota(long quota) {
    this.quota = quota;
    return this;
  }

  public String text(String path) {
    return new String(files.getOrDefault(path, new byte[0]), StandardCharsets.UTF_8);
  }

  public List<String> paths() {
    return List.copyOf(files.keySet());
  }

  private WorkspaceFile file(String path) {
    return new WorkspaceFile(
        path, 1, files.getOrDefault(path, new byte[0]).length, "text/plain", "", Instant.EPOCH);
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public List<WorkspaceFile> list(String folder) {
    return files.keySet().stream()
        .filter(path -> folder.isEmpty() || path.startsWith(folder + "/"))
        .map(this::file)
        .toList();
  }

  @Override
  public Optional<WorkspaceFile> find(String path) {
    return files.containsKey(path) ? Optional.of(file(path)) : Optional.empty();
  }

  @Override
  public InputStream read(String path, long offset, long length) {
    return new ByteArrayInputStream(files.getOrDefault(path, new byte[0]));
  }

  @Override
  public WorkspaceFile write(String path, InputStream content, @Nullable Integer expected) {
    try {
      byte[] bytes = content.readAllBytes();
      if (bytes.length > quota) {
        throw PerdureException.toolFinal("workspace_full", "The workspace is full.", null);
      }
      files.put(path, bytes);
      return file(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<WorkspaceFile> move(String from, String to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<WorkspaceFile> delete(String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<WorkspaceFile> restore(String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void revert() {
    files.clear();
    files.putAll(before);
  }
}
