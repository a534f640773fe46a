package dev.perdure.skills.custom;

import dev.perdure.core.sandbox.SandboxFile;
import dev.perdure.core.skill.custom.BundleFile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What holds for the files of every draft: where they may be, how many, how large. */
public final class BundleChecks {

  /** The most files. */
  public static final int MOST_FILES = 200;

  /** The most bytes of all files together. */
  public static final int MOST_BYTES = 5 * 1024 * 1024;

  private static final int LONGEST_PATH = 200;

  private BundleChecks() {}

  static void check(List<BundleFile> files, SkillFlaws flaws) {
    if (files.size() > MOST_FILES) {
      flaws.add(
          "(bundle)", "There are %d files; at most %d fit.".formatted(files.size(), MOST_FILES));
      return;
    }
    long bytes = files.stream().mapToLong(BundleFile::size).sum();
    if (bytes > MOST_BYTES) {
      flaws.add("(bundle)", tooLarge());
    }
    Map<String, String> seen = new HashMap<>();
    Set<String> folders = new HashSet<>();
    for (BundleFile file : files) {
      if (plain(file.path())) {
        unique(file.path(), seen, flaws);
        folders(file.path(), folders);
      } else {
        flaws.add(
            shown(file.path()),
            "The path is not one inside the bundle: it may have 200 characters, with \"/\" between"
                + " names, and no \"..\", \"\\\", \":\" or control characters.");
      }
    }
    for (BundleFile file : files) {
      if (folders.contains(file.path())) {
        flaws.add(file.path(), "There is a file and a folder of this name. Rename one.");
      }
    }
  }

  static String tooLarge() {
    return "The files have more than %d bytes together. Leave out what the skill does not need."
        .formatted(MOST_BYTES);
  }

  private static void unique(String path, Map<String, String> seen, SkillFlaws flaws) {
    String other = seen.putIfAbsent(path.toLowerCase(Locale.ROOT), path);
    if (path.equals(other)) {
      flaws.add(path, "The file is there twice. Leave one out.");
    } else if (other != null) {
      flaws.add(path, "Its path differs from \"" + other + "\" by case only. Rename one.");
    }
  }

  private static void folders(String path, Set<String> folders) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.substring(0, slash));
    }
  }

  private static boolean plain(String path) {
    return path.length() <= LONGEST_PATH
        && SandboxFile.isPlain(path)
        && path.codePoints().noneMatch(c -> c == '\\' || c == ':' || unfit(c));
  }

  /** What ends a line or turns its direction, and halves of characters. */
  private static boolean unfit(int c) {
    return Character.isISOControl(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
        || c == 0x2028
        || c == 0x2029
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /** A path as it can be told: cut, and on one line. */
  static String shown(String path) {
    String clean =
        path.codePoints()
            .map(c -> unfit(c) ? '\uFFFD' : c)
            .limit(LONGEST_PATH)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return clean.isEmpty() ? "(no name)" : clean;
  }
}
