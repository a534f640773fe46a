package dev.perdure.skills.custom.skillmd;

import dev.perdure.core.sandbox.Language;
import dev.perdure.core.skill.custom.BundleFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A file that can be run. */
record Script(String path, Language language) {

  private static final String FOLDER = "scripts/";

  /** Those of the folder {@code scripts/}, told by their ending or their first line. */
  static List<Script> of(List<BundleFile> files) {
    return files.stream()
        .filter(file -> file.path().startsWith(FOLDER))
        .flatMap(file -> language(file).map(language -> new Script(file.path(), language)).stream())
        .toList();
  }

  private static Optional<Language> language(BundleFile file) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return Utf8.isText(file.content())
          ? ofFirstLine(Utf8.text(file.content()))
          : Optional.empty();
    }
    return switch (name.substring(dot + 1).toLowerCase(Locale.ROOT)) {
      case "py" -> Optional.of(Language.PYTHON);
      case "sh", "bash" -> Optional.of(Language.SHELL);
      case "js", "mjs", "cjs" -> Optional.of(Language.JAVASCRIPT);
      default -> Optional.empty();
    };
  }

  private static Optional<Language> ofFirstLine(String text) {
    if (!text.startsWith("#!")) {
      return Optional.empty();
    }
    String first = text.lines().findFirst().orElse("");
    if (first.contains("python")) {
      return Optional.of(Language.PYTHON);
    }
    if (first.contains("node")) {
      return Optional.of(Language.JAVASCRIPT);
    }
    return first.endsWith("sh") ? Optional.of(Language.SHELL) : Optional.empty();
  }

  /**
   * A program that becomes the script: it is handed the script's path, and then the arguments. So
   * the script sees where it is, and finds its neighbours.
   */
  String starter() {
    return switch (language) {
      case PYTHON ->
          """
          import os, runpy, sys
          del sys.argv[0]
          sys.path.insert(0, os.path.dirname(os.path.abspath(sys.argv[0])))
          runpy.run_path(sys.argv[0], run_name="__main__")
          """;
      case SHELL -> "exec \"${BASH:-/bin/sh}\" \"$@\"\n";
      case JAVASCRIPT ->
          """
          const url = require("url"), path = require("path");
          process.argv.splice(1, 1);
          import(url.pathToFileURL(path.resolve(process.argv[1])).href)
            .catch((e) => { console.error(e); process.exit(1); });
          """;
    };
  }
}
