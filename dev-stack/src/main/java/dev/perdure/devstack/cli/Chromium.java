package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.fetch.SearchPath;
import dev.perdure.devstack.process.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

  private final Terminal terminal;

  Chromium(Terminal terminal) {
    this.terminal = terminal;
  }

  Path require() throws InterruptedException {
    Optional<Path> found = find();
    if (found.isEmpty() && canInstall()) {
      install();
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

  private static boolean canInstall() {
    return "root".equals(System.getProperty("user.name")) && SearchPath.find("apt-get").isPresent();
  }

  private void install() throws InterruptedException {
    terminal.line("Installing Chromium with apt-get (once)");
    try {
      Shell.Result update = Shell.run(List.of("apt-get", "-qq", "update"), Duration.ofMinutes(5));
      Shell.Result install =
          Shell.run(
              List.of(
                  "env",
                  "DEBIAN_FRONTEND=noninteractive",
                  "apt-get",
                  "-qq",
                  "-y",
                  "--no-install-recommends",
                  "install",
                  "chromium"),
              Duration.ofMinutes(15));
      if (install.exitCode() != 0) {
        terminal.note(update.output() + install.output());
      }
    } catch (IOException e) {
      throw new DevStackException("apt-get can't be run: " + e.getMessage(), e);
    }
  }
}
