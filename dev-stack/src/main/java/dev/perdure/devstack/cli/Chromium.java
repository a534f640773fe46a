package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.fetch.SearchPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the browser that the console is tested in, or installs it where that is possible. */
final class Chromium {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final List<Path> MAC =
      List.of(
          Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
          Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));

  private final DebianPackages packages;

  Chromium(DebianPackages packages) {
    this.packages = packages;
  }

  Path require() throws InterruptedException {
    Optional<Path> found = find();
    if (found.isEmpty() && packages.canInstall()) {
      packages.install("chromium");
      found = find();
    }
    return found.orElseThrow(() ->
        new DevStackException(
            "The console's tests need Chromium. Install it (apt install chromium, or brew"
                + " install --cask chromium), or set PERDURE_CHROMIUM to its program."));
  }

  private static Optional<Path> find() {
    String named = System.getenv().getOrDefault("PERDURE_CHROMIUM", "");
    if (!named.isBlank()) {
      return Optional.of(Path.of(named)).filter(SearchPath::isProgram);
    }
    return NAMES.stream()
        .map(SearchPath::find)
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> MAC.stream().filter(SearchPath::isProgram).findFirst());
  }
}
