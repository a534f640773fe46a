package dev.perdure.skills.custom;

import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.skills.builtin.files.archive.ArchiveEntryInfo;
import dev.perdure.skills.builtin.files.archive.ArchiveNames;
import dev.perdure.skills.builtin.files.archive.ArchiveRefusedException;
import dev.perdure.skills.builtin.files.archive.TempFile;
import dev.perdure.skills.builtin.files.archive.Unpacking;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a bundle out of an archive. No more is unpacked than a bundle may have, whatever the
 * archive promises.
 */
public final class BundleZip {

  private static final String ARCHIVE = "(archive)";

  private static final int MOST_ENTRIES = 2_000;

  private final SkillFlaws flaws = new SkillFlaws();
  private final List<BundleFile> files = new ArrayList<>();
  private final ArchiveNames names = new ArchiveNames("", List.of());
  private int entries;
  private int left = BundleChecks.MOST_BYTES;

  private BundleZip() {}

  /**
   * The files of an archive, by the paths they have in it; what archivers of some systems add is
   * left out.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code invalid_skill} when it is no
   *     archive, is too large, holds anything but files and folders, or files whose names lead out
   *     of it or are one on some systems
   */
  public static List<BundleFile> read(byte[] archive) {
    BundleZip bundle = new BundleZip();
    try (TempFile file = TempFile.create()) {
      Files.write(file.path(), archive);
      bundle.unpack(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // this machine's fault
    }
    bundle.flaws.refuse();
    return bundle.files;
  }

  private void unpack(TempFile file) {
    try {
      Unpacking.visit(file.path(), this::take);
    } catch (ArchiveRefusedException e) {
      flaws.add(ARCHIVE, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      // The library throws many things at archives that somebody has tampered with.
      flaws.add(ARCHIVE, "It can't be read as a ZIP archive. Pack the bundle anew.");
    }
  }

  private void take(ArchiveEntryInfo entry, InputStream content)
      throws IOException, ArchiveRefusedException {
    if (++entries > MOST_ENTRIES) {
      throw new ArchiveRefusedException("It has more than " + MOST_ENTRIES + " entries.");
    }
    switch (entry.kind()) {
      case FOLDER -> {}
      case LINK, SPECIAL ->
          flaws.add(
              BundleChecks.shown(entry.name()),
              "It is a link or a device. Put the file itself into the bundle.");
      case FILE -> {
        if (!junk(entry.name())) {
          file(entry.name(), content);
        }
      }
    }
  }

  private void file(String name, InputStream content) throws IOException, ArchiveRefusedException {
    String path;
    try {
      path = names.take(name);
    } catch (ArchiveRefusedException e) {
      flaws.add(BundleChecks.shown(name), e.getMessage() + " Rename it or leave it out.");
      return;
    }
    // one byte more than is left tells that it is too much
    byte[] bytes = content.readNBytes(left + 1);
    if (bytes.length > left) {
      throw new ArchiveRefusedException(BundleChecks.tooLarge());
    }
    left -= bytes.length;
    files.add(new BundleFile(path, bytes));
  }

  private static boolean junk(String path) {
    return path.startsWith("__MACOSX/") || path.equals(".DS_Store") || path.endsWith("/.DS_Store");
  }
}
