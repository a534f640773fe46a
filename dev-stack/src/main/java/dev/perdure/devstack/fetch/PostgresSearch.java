package dev.perdure.devstack.fetch;

import dev.perdure.devstack.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the PostgreSQL servers of this machine that have pgvector. */
final class PostgresSearch {

  private static final int OLDEST_MAJOR = 16;
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
  private static final Duration QUICK = Duration.ofSeconds(10);

  private PostgresSearch() {}

  /** The first that will do, of the given major version when there is one. */
  static Optional<PostgresTools> find(OptionalInt wantedMajor) throws InterruptedException {
    for (Path bin : candidates()) {
      OptionalInt major = usableMajor(bin);
      if (major.isPresent()
          && (wantedMajor.isEmpty() || wantedMajor.getAsInt() == major.getAsInt())) {
        return Optional.of(new PostgresTools(bin, major.getAsInt()));
      }
    }
    return Optional.empty();
  }

  // Debian and Homebrew keep the server's programs off the PATH.
  private static List<Path> candidates() {
    List<Path> found = new ArrayList<>(SearchPath.folders());
    found.addAll(subfolders(Path.of("/usr/lib/postgresql"), ""));
    found.addAll(subfolders(Path.of("/opt/homebrew/opt"), "postgresql"));
    found.addAll(subfolders(Path.of("/usr/local/opt"), "postgresql"));
    return found.stream()
        .filter(bin -> SearchPath.isProgram(bin.resolve("postgres")))
        .filter(bin -> SearchPath.isProgram(bin.resolve("initdb")))
        .toList();
  }

  private static List<Path> subfolders(Path parent, String prefix) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(parent)) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith(prefix))
          .map(folder -> folder.resolve("bin"))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static OptionalInt usableMajor(Path bin) throws InterruptedException {
    String version = output(bin.resolve("postgres"), "--version");
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.find() || Integer.parseInt(matcher.group(1)) < OLDEST_MAJOR) {
      return OptionalInt.empty();
    }
    String share = output(bin.resolve("pg_config"), "--sharedir").strip();
    boolean vector =
        !share.isEmpty() && Files.isRegularFile(Path.of(share, "extension", "vector.control"));
    return vector ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
  }

  private static String output(Path program, String argument) throws InterruptedException {
    return Shell.tryRun(List.of(program.toString(), argument), QUICK)
        .filter(result -> result.exitCode() == 0)
        .map(Shell.Result::output)
        .orElse("");
  }
}
