package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.fetch.SearchPath;
import dev.perdure.devstack.process.Shell;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Installs packages of the system, where this user may and apt-get is there. */
final class DebianPackages {

  private final Terminal terminal;

  DebianPackages(Terminal terminal) {
    this.terminal = terminal;
  }

  boolean canInstall() {
    return "root".equals(System.getProperty("user.name")) && SearchPath.find("apt-get").isPresent();
  }

  /** Installs a package; what apt-get says is told when it fails. */
  void install(String name) throws InterruptedException {
    terminal.line("Installing " + name + " with apt-get (once)");
    try {
      Shell.Result update = Shell.run(List.of("apt-get", "-qq", "update"), Duration.ofMinutes(5));
      Shell.Result install =
          Shell.run(
              List.of(
                  "env",
                  "DEBIAN_FRONTEND=noninteractive",
                  // A server that comes with it must not be started.
                  "RUNLEVEL=1",
                  "apt-get",
                  "-qq",
                  "-y",
                  "--no-install-recommends",
                  "install",
                  name),
              Duration.ofMinutes(15));
      if (install.exitCode() != 0) {
        terminal.note(update.output() + install.output());
      }
    } catch (IOException e) {
      throw new DevStackException("apt-get can't be run: " + e.getMessage(), e);
    }
  }
}
