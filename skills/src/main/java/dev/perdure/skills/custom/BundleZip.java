package dev.perdure.skills.custom;

import dev.perdure.core.skill.custom.BundleFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Takes a bundle out of a ZIP archive. Nothing is written to a disk, and no more is unpacked than a
 * bundle may have, whatever the archive promises.
 */
public final class BundleZip {

  private static final String ARCHIVE = "(archive)";

  private static final int MOST_ENTRIES = 2_000;
  private static final int TYPE = 0xF000;
  private static final int REGULAR = 0x8000;

  private BundleZip() {}

  /**
   * The files of an archive, by the paths they have in it; what archivers of some systems add is
   * left out.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code invalid_skill} when it is no
   *     archive, is too large, or holds anything but files and folders
   */
  public static List<BundleFile> read(byte[] archive) {
    SkillFlaws flaws = new SkillFlaws();
    List<BundleFile> files = read(archive, flaws);
    flaws.refuse();
    return files;
  }

  private static List<BundleFile> read(byte[] archive, SkillFlaws flaws) {
    List<BundleFile> files = new ArrayList<>();
    try (ZipFile zip =
        ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(archive)).get()) {
      int left = BundleChecks.MOST_BYTES;
      int entries = 0;
      for (Enumeration<ZipArchiveEntry> all = zip.getEntries(); all.hasMoreElements(); ) {
        ZipArchiveEntry entry = all.nextElement();
        if (++entries > MOST_ENTRIES) {
          flaws.add(ARCHIVE, "It has more than " + MOST_ENTRIES + " entries.");
          return files;
        }
        if (!entry.isDirectory() && !junk(entry.getName()) && fits(zip, entry, flaws)) {
          byte[] content = unpack(zip, entry, left, flaws);
          if (content.length > left) {
            flaws.add(ARCHIVE, BundleChecks.tooLarge());
            return files;
          }
          left -= content.length;
          files.add(new BundleFile(entry.getName(), content));
        }
      }
    } catch (IOException | RuntimeException e) {
      // The library throws many things at archives that somebody has tampered with.
      flaws.add(ARCHIVE, "It can't be read as a ZIP archive. Pack the bundle anew.");
    }
    return files;
  }

  private static boolean fits(ZipFile zip, ZipArchiveEntry entry, SkillFlaws flaws) {
    String path = BundleChecks.shown(entry.getName());
    int type = entry.getUnixMode() & TYPE;
    if (entry.isUnixSymlink() || (type != 0 && type != REGULAR)) {
      flaws.add(path, "It is a link or a device. Put the file itself into the bundle.");
      return false;
    }
    if (entry.getGeneralPurposeBit().usesEncryption() || !zip.canReadEntryData(entry)) {
      flaws.add(path, "It is encrypted, or packed in a way that is not known here. Use deflate.");
      return false;
    }
    return true;
  }

  /** One byte more than is left tells that it is too much. */
  private static byte[] unpack(ZipFile zip, ZipArchiveEntry entry, int left, SkillFlaws flaws) {
    try (InputStream content = zip.getInputStream(entry)) {
      return content.readNBytes(left + 1);
    } catch (IOException | RuntimeException e) {
      flaws.add(BundleChecks.shown(entry.getName()), "It is damaged. Pack the bundle anew.");
      return new byte[0];
    }
  }

  private static boolean junk(String path) {
    return path.startsWith("__MACOSX/") || path.equals(".DS_Store") || path.endsWith("/.DS_Store");
  }
}
