package dev.perdure.skills.sandbox.process;

import dev.perdure.core.sandbox.SandboxFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The files a job finds, on their way in. */
public final class InputArchive {

  /** When all of them were changed last. A file that still says so was not changed by the job. */
  static final Instant UNCHANGED = Instant.parse("2001-02-03T04:05:06Z");

  private InputArchive() {}

  static void write(List<SandboxFile> files, Path archive) throws IOException {
    write(Map.of("", files), archive);
  }

  /**
   * Writes several folders into one archive.
   *
   * @param folders by name, what is in each; the empty name is the folder itself
   */
  public static void write(Map<String, List<SandboxFile>> folders, Path archive)
      throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new BufferedOutputStream(Files.newOutputStream(archive)),
            StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (Map.Entry<String, List<SandboxFile>> folder : folders.entrySet()) {
        String prefix = folder.getKey().isEmpty() ? "./" : "./" + folder.getKey() + "/";
        for (SandboxFile file : folder.getValue()) {
          add(file, prefix + file.path(), tar);
        }
      }
    }
  }

  private static void add(SandboxFile file, String path, TarArchiveOutputStream tar)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(file.size());
    entry.setMode(0644);
    entry.setModTime(Date.from(UNCHANGED));
    tar.putArchiveEntry(entry);
    try (InputStream content = file.content().open()) {
      content.transferTo(tar);
    }
    tar.closeArchiveEntry();
  }
}
