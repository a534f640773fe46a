package dev.perdure.skills.builtin.data;

import dev.perdure.core.workspace.Workspace;
import dev.perdure.core.workspace.WorkspaceFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Files in memory, of which one writer's can be taken back. */
final class MemoryWorkspace implements Workspace {

  private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
  private final Map<String, byte[]> written = new ConcurrentSkipListMap<>();

  MemoryWorkspace with(String path, String content) {
    return with(path, content.getBytes(StandardCharsets.UTF_8));
  }

  MemoryWorkspace with(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  byte[] content(String path) {
    return Optional.ofNullable(files.get(path)).orElseThrow();
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public List<WorkspaceFile> list(String folder) {
    return files.keySet().stream().map(path -> find(path).orElseThrow()).toList();
  }

  @Override
  public Optional<WorkspaceFile> find(String path) {
    return Optional.ofNullable(files.get(path))
        .map(content -> new WorkspaceFile(path, 1, content.length, "", "", Instant.EPOCH));
  }

  @Override
  public InputStream read(String path, long offset, long length) {
    byte[] content = content(path);
    int from = (int) Math.min(offset, content.length);
    int to = (int) Math.min(content.length, length == Long.MAX_VALUE ? length : from + length);
    return new ByteArrayInputStream(Arrays.copyOfRange(content, from, to));
  }

  @Override
  public WorkspaceFile write(String path, InputStream content, @Nullable Integer expectedVersion) {
    try {
      byte[] bytes = content.readAllBytes();
      files.put(path, bytes);
      written.put(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return find(path).orElseThrow();
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
    written.keySet().forEach(files::remove);
  }
}
