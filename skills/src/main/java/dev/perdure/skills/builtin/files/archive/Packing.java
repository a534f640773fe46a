package dev.perdure.skills.builtin.files.archive;

import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.core.workspace.WorkspaceFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collection;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** Packs files into an archive on disk. */
final class Packing {

  private Packing() {}

  static void pack(
      String name,
      Path archive,
      Workspace workspace,
      Collection<WorkspaceFile> files,
      Cancellation cancellation)
      throws IOException {
    if (name.endsWith(".zip")) {
      try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
        for (WorkspaceFile file : files) {
          ZipArchiveEntry entry = new ZipArchiveEntry(file.path());
          entry.setTime(file.changedAt().toEpochMilli());
          add(zip, entry, workspace, file, cancellation);
        }
      }
      return;
    }
    GzipParameters gzip = new GzipParameters();
    gzip.setModificationInstant(Instant.EPOCH); // not of the moment: see the tool
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new GzipCompressorOutputStream(out, gzip), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (WorkspaceFile file : files) {
        TarArchiveEntry entry = new TarArchiveEntry(file.path());
        entry.setSize(file.size());
        entry.setUserName(""); // not of who runs this process
        entry.setGroupName("");
        entry.setLastModifiedTime(FileTime.from(file.changedAt()));
        add(tar, entry, workspace, file, cancellation);
      }
    }
  }

  private static <E extends ArchiveEntry> void add(
      ArchiveOutputStream<E> archive,
      E entry,
      Workspace workspace,
      WorkspaceFile file,
      Cancellation cancellation)
      throws IOException {
    cancellation.throwIfRequested();
    archive.putArchiveEntry(entry);
    try (InputStream content = workspace.read(file.path())) {
      content.transferTo(archive);
    }
    archive.closeArchiveEntry();
  }
}
