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
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The files a job finds, on their way in. */
final class InputArchive {

  /** When all of them were changed last. A file that still says so was not changed by the job. */
  static final Instant UNCHANGED = Instant.parse("2001-02-03T04:05:06Z");

  private InputArchive() {}

  static void write(List<SandboxFile> files, Path archive) throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new BufferedOutputStream(Files.newOutputStream(archive)),
            StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (SandboxFile file : files) {
        TarArchiveEntry entry = new TarArchiveEntry("./" + file.path());
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
  }
}
