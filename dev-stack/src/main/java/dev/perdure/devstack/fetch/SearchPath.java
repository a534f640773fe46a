package dev.perdure.devstack.fetch;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks for programs on the {@code PATH}. */
public final class SearchPath {

  private SearchPath() {}

  static List<Path> folders() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return List.of(path.split(File.pathSeparator, -1)).stream()
        .filter(folder -> !folder.isBlank())
        .map(Path::of)
        .toList();
  }

  /** The first program of that name on the {@code PATH}. */
  public static Optional<Path> find(String program) {
    return folders().stream()
        .map(folder -> folder.resolve(program))
        .filter(SearchPath::isProgram)
        .findFirst();
  }

  /** Whether it is a file that may be run. */
  public static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
