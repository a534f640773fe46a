package dev.perdure.skills.builtin.files.archive;

import dev.perdure.core.workspace.WorkspaceFile;
import dev.perdure.skills.internal.PlainText;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The names inside one archive: none leads out of it, and no two are one file on any system, be it
 * by case or by the forms of Unicode.
 */
public final class ArchiveNames {

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_PATH = 900;
  private static final int DEEPEST = 30;
  private static final int SHOWN = 120;
  private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*", Pattern.DOTALL);

  /**
   * A name on the way to a file.
   *
   * @param path as it is written
   * @param file whether it is a file, not a folder
   */
  private record Taken(String path, boolean file) {}

  private final Map<String, Taken> taken = new HashMap<>();
  private final Map<String, String> present = new HashMap<>();

  /**
   * Names for a place where files are already.
   *
   * @param folder where the archive is taken apart to; empty for the top
   */
  public ArchiveNames(String folder, Collection<WorkspaceFile> files) {
    int below = folder.isEmpty() ? 0 : folder.length() + 1;
    files.forEach(file -> {
      String path = file.path().substring(below);
      present.put(key(path), path);
    });
  }

  /** Checks a name and takes it: as a path below where the archive goes. */
  public String take(String name) throws ArchiveRefusedException {
    String path = path(name);
    String[] names = path.split("/", -1);
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      prefix.append(i == 0 ? "" : "/").append(names[i]);
      boolean file = i == names.length - 1;
      Taken now = new Taken(prefix.toString(), file);
      Taken before = taken.putIfAbsent(key(now.path()), now);
      if (before != null && (file || !before.equals(now))) {
        throw refused(
            name,
            before.path().equals(now.path())
                ? "is in it twice"
                : "and \"" + shown(before.path()) + "\" would be one file on some systems");
      }
    }
    String there = present.get(key(path));
    if (there != null && !there.equals(path)) {
      throw refused(name, "differs from the file " + there + " by case or Unicode form only");
    }
    return path;
  }

  /** Checks the name of what is no file: a folder, or what is left out. */
  static String path(String name) throws ArchiveRefusedException {
    String path = Normalizer.normalize(name, Normalizer.Form.NFC);
    while (path.startsWith("./")) {
      path = path.substring(2);
    }
    if (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    if (path.startsWith("/") || path.contains("\\") || DRIVE.matcher(path).matches()) {
      throw refused(name, "is not below the archive's own folder");
    }
    if (!PlainText.visible(path).equals(path) || path.contains("\n") || path.contains("\t")) {
      throw refused(name, "has characters in it that can't be seen");
    }
    String[] names = path.split("/", -1);
    for (String part : names) {
      if (part.equals("..")) {
        throw refused(name, "leads out of the archive");
      }
      if (part.isEmpty() || part.equals(".") || part.length() > LONGEST_NAME) {
        throw refused(name, "is no path of a file");
      }
    }
    if (names.length > DEEPEST || path.length() > LONGEST_PATH) {
      throw refused(name, "is too long or too deep");
    }
    return path;
  }

  private static String key(String path) {
    return Normalizer.normalize(path, Normalizer.Form.NFKC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }

  private static ArchiveRefusedException refused(String name, String why) {
    return new ArchiveRefusedException("\"" + shown(name) + "\" " + why + ".");
  }

  static String shown(String name) {
    return PlainText.line(name, SHOWN);
  }
}
