package dev.perdure.skills.custom.skillmd;

import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.skills.custom.SkillFlaws;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a skill, by their paths from its folder.
 *
 * @param folder what the folder is called; null when the files came without one
 */
record Bundle(@Nullable String folder, List<BundleFile> files) {

  static final String SKILL_MD = "SKILL.md";

  private static final int LARGEST_FILE = 2 * 1024 * 1024;

  private static final Set<String> TEXTS =
      Set.of(
          "md", "txt", "py", "sh", "bash", "js", "mjs", "cjs", "ts", "json", "yaml", "yml", "toml",
          "csv", "tsv", "xml", "html", "css", "sql", "svg", "ini", "rb", "r");

  Bundle {
    files = List.copyOf(files);
  }

  /** Takes off the folder that all files are in, where that is how they were packed. */
  static Bundle of(List<BundleFile> sent) {
    String folder = common(sent);
    return folder == null
        ? new Bundle(null, sent)
        : new Bundle(
            folder,
            sent.stream()
                .map(file ->
                    new BundleFile(file.path().substring(folder.length() + 1), file.content()))
                .toList());
  }

  private static @Nullable String common(List<BundleFile> sent) {
    String skillMd =
        sent.stream()
            .map(BundleFile::path)
            .filter(path -> path.indexOf('/') > 0 && path.indexOf('/') == path.lastIndexOf('/'))
            .filter(path -> path.toLowerCase(Locale.ROOT).endsWith("/skill.md"))
            .findFirst()
            .orElse(null);
    if (skillMd == null) {
      return null;
    }
    String folder = skillMd.substring(0, skillMd.indexOf('/'));
    return sent.stream().allMatch(file -> file.path().startsWith(folder + "/")) ? folder : null;
  }

  /** The file that makes it a skill; a flaw when it is missing. */
  Optional<BundleFile> skillMd(SkillFlaws flaws) {
    Optional<BundleFile> found =
        files.stream().filter(file -> file.path().equals(SKILL_MD)).findFirst();
    if (found.isEmpty()) {
      String other =
          files.stream()
              .map(BundleFile::path)
              .filter(path -> path.toLowerCase(Locale.ROOT).endsWith("skill.md"))
              .findFirst()
              .orElse(null);
      flaws.add(
          SKILL_MD,
          other == null
              ? "It is missing. A skill is a folder with a file SKILL.md in it."
              : "It is missing, but there is \"" + other + "\". Put it at the top as SKILL.md.");
    }
    return found;
  }

  void check(SkillFlaws flaws) {
    for (BundleFile file : files) {
      if (file.size() > LARGEST_FILE) {
        flaws.add(file.path(), "It has more than 2 MiB. Make it smaller, or leave it out.");
      }
      int bad = text(file.path()) ? Utf8.badLine(file.content()) : 0;
      if (bad > 0) {
        flaws.add(
            file.path(),
            bad,
            null,
            "This is not plain text in UTF-8, or holds a NUL. Save it as UTF-8.");
      }
    }
  }

  private static boolean text(String path) {
    int dot = path.lastIndexOf('.');
    return dot > path.lastIndexOf('/')
        && TEXTS.contains(path.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
