package dev.perdure.skills.builtin.files.archive;

import dev.perdure.skills.builtin.files.archive.ArchiveEntryInfo.Kind;
import dev.perdure.skills.builtin.files.archive.Bounds.Metered;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Looks through an archive on disk: zip, tar, or tar in gzip, as its first bytes say. Archives in
 * it are files like any other.
 */
public final class Unpacking {

  private static final int MAGIC_TAR = 257;
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int FOLDER = 0040000;

  private Unpacking() {}

  /**
   * Shows a visitor all that is in an archive.
   *
   * @throws IOException also when it is damaged, or more comes out of it than ever should
   */
  public static void visit(Path archive, ArchiveVisitor visitor)
      throws IOException, ArchiveRefusedException {
    Bounds bounds = new Bounds(Files.size(archive));
    byte[] start;
    try (InputStream in = Files.newInputStream(archive)) {
      start = in.readNBytes(MAGIC_TAR + 5);
    }
    String magic = new String(start, StandardCharsets.ISO_8859_1);
    if (magic.startsWith("PK")) {
      zip(archive, bounds, visitor);
    } else if (magic.startsWith("\u001f\u008b")) {
      try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
          InputStream unzipped =
              GzipCompressorInputStream.builder()
                  .setInputStream(file)
                  .setDecompressConcatenated(true)
                  .get()) {
        tar(unzipped, bounds, visitor);
      }
    } else if (magic.startsWith("ustar", MAGIC_TAR)) {
      try (InputStream file = new BufferedInputStream(Files.newInputStream(archive))) {
        tar(file, bounds, visitor);
      }
    } else {
      throw new ArchiveRefusedException("It is neither zip, nor tar, nor tar.gz.");
    }
  }

  private static void tar(InputStream in, Bounds bounds, ArchiveVisitor visitor)
      throws IOException, ArchiveRefusedException {
    Metered metered = new Metered(in);
    TarArchiveInputStream tar = new TarArchiveInputStream(metered); // closed with in
    int entries = 0;
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      entries++;
      bounds.entry();
      Kind kind = kind(entry);
      if (kind == Kind.FILE && !tar.canReadEntryData(entry)) {
        throw unreadable(entry.getName());
      }
      metered.content();
      InputStream content = bounds.count(tar);
      visitor.visit(new ArchiveEntryInfo(entry.getName(), kind), content);
      content.transferTo(OutputStream.nullOutputStream());
      metered.header();
    }
    if (entries == 0) {
      throw new ArchiveRefusedException("It holds no files.");
    }
  }

  private static Kind kind(TarArchiveEntry entry) {
    if (entry.isDirectory()) {
      return Kind.FOLDER;
    }
    if (entry.isSymbolicLink() || entry.isLink()) {
      return Kind.LINK;
    }
    boolean special =
        entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO() || !entry.isFile();
    return special ? Kind.SPECIAL : Kind.FILE;
  }

  private static void zip(Path archive, Bounds bounds, ArchiveVisitor visitor)
      throws IOException, ArchiveRefusedException {
    requireFewHeaders(archive);
    try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
        bounds.entry();
        Kind kind = kind(entry);
        if (entry.getGeneralPurposeBit().usesEncryption()) {
          throw new ArchiveRefusedException(
              "It is encrypted, and no password can be given here: ask for it unencrypted.");
        }
        if (kind != Kind.FILE) {
          visitor.visit(new ArchiveEntryInfo(entry.getName(), kind), InputStream.nullInputStream());
        } else if (zip.canReadEntryData(entry)) {
          try (InputStream content = zip.getInputStream(entry)) {
            visitor.visit(new ArchiveEntryInfo(entry.getName(), kind), bounds.count(content));
          }
        } else {
          throw unreadable(entry.getName());
        }
      }
    }
  }

  private static Kind kind(ZipArchiveEntry entry) {
    int type = entry.getUnixMode() & TYPE;
    if (entry.isUnixSymlink()) {
      return Kind.LINK;
    }
    if (entry.isDirectory() || type == FOLDER) {
      return Kind.FOLDER;
    }
    return type == 0 || type == REGULAR ? Kind.FILE : Kind.SPECIAL;
  }

  /**
   * Counts what could be headers of the central directory before it is read into memory: a small
   * archive can hold millions, and what it says of their number need not be so.
   */
  private static void requireFewHeaders(Path archive) throws IOException, ArchiveRefusedException {
    int seen = 0;
    int last = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), 64 * 1024)) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        last = last << 8 | b;
        if (last == 0x504B0102 && ++seen > 2 * Bounds.MOST_ENTRIES) {
          throw Bounds.tooMany();
        }
      }
    }
  }

  private static ArchiveRefusedException unreadable(String name) {
    return new ArchiveRefusedException(
        "\"" + ArchiveNames.shown(name) + "\" is packed in a way that can't be read here.");
  }
}
