package dev.perdure.skills.sandbox.process;

import dev.perdure.core.sandbox.SandboxFile;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxListener;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files a job left, on their way out. Whatever made the archive, nothing of it is believed:
 * what is handed over are plain files at plain paths, within the limits.
 */
public final class OutputArchive {

  private static final int MAX_REMARKS = 20;

  private final SandboxJob job;
  private final Map<String, Long> brought;
  private final List<String> leftBehind = new ArrayList<>();
  private int files;
  private long bytes;

  private OutputArchive(SandboxJob job) {
    this.job = job;
    this.brought =
        job.files().stream().collect(Collectors.toMap(SandboxFile::path, SandboxFile::size));
  }

  /**
   * Hands over what is new or changed.
   *
   * @return what was left behind, and why
   */
  public static List<String> read(Path archive, SandboxJob job, SandboxListener listener)
      throws IOException {
    if (Files.size(archive) == 0) {
      return List.of();
    }
    OutputArchive output = new OutputArchive(job);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new BufferedInputStream(Files.newInputStream(archive)),
            StandardCharsets.UTF_8.name())) {
      output.read(tar, listener);
    }
    return output.leftBehind;
  }

  private void read(TarArchiveInputStream tar, SandboxListener listener) throws IOException {
    TarArchiveEntry entry;
    while ((entry = next(tar)) != null) {
      if (!entry.isDirectory()) {
        take(entry, tar, listener);
      }
    }
  }

  /** The next entry; none when the archive breaks off, as it does at the limit of its size. */
  private @Nullable TarArchiveEntry next(TarArchiveInputStream tar) {
    try {
      return tar.getNextEntry();
    } catch (IOException | IllegalArgumentException e) {
      leave("the rest", "all the files together are too large");
      return null;
    }
  }

  private void take(TarArchiveEntry entry, TarArchiveInputStream tar, SandboxListener listener)
      throws IOException {
    String path = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
    long size = entry.getSize();
    if (!isPlainFile(entry)) {
      leave(path, "not a plain file");
    } else if (!SandboxFile.isPlain(path)) {
      leave(path, "its path can't be used");
    } else if (isUnchanged(path, entry)) {
      return;
    } else if (size > job.limits().fileBytes() || bytes + size > job.limits().diskBytes()) {
      leave(path, "too large");
    } else if (files >= job.limits().files()) {
      leave(path, "too many files");
    } else {
      files++;
      bytes += size;
      listener.file(path, size, new Unclosed(tar));
    }
  }

  private static boolean isPlainFile(TarArchiveEntry entry) {
    return entry.isFile()
        && !entry.isSymbolicLink()
        && !entry.isLink()
        && !entry.isFIFO()
        && !entry.isCharacterDevice()
        && !entry.isBlockDevice()
        && !entry.isSparse();
  }

  private boolean isUnchanged(String path, TarArchiveEntry entry) {
    Long before = brought.get(path);
    return before != null
        && before == entry.getSize()
        && entry.getLastModifiedTime().toInstant().equals(InputArchive.UNCHANGED);
  }

  private void leave(String path, String why) {
    if (leftBehind.size() < MAX_REMARKS) {
      String shown = path.length() > 100 ? path.substring(0, 100) + "…" : path;
      leftBehind.add(shown.replaceAll("\\p{Cntrl}", "?") + " (" + why + ")");
    } else if (leftBehind.size() == MAX_REMARKS) {
      leftBehind.add("and more");
    }
  }
}
