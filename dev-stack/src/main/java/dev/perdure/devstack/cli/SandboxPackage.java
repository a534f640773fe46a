package dev.perdure.devstack.cli;

import dev.perdure.devstack.fetch.SearchPath;

/** Sees that code which models write gets its usual sandbox, or says how it would. */
final class SandboxPackage {

  private static final String NAME = "bubblewrap";
  private static final String PROGRAM = "bwrap";

  private final DebianPackages packages;
  private final Terminal terminal;

  SandboxPackage(DebianPackages packages, Terminal terminal) {
    this.packages = packages;
    this.terminal = terminal;
  }

  /** Installs it where that is possible; nothing waits for it, for there are weaker ones. */
  void ensure() throws InterruptedException {
    if (!System.getProperty("os.name", "").equals("Linux")
        || SearchPath.find(PROGRAM).isPresent()
        || SearchPath.find("runsc").isPresent()) {
      return;
    }
    if (packages.canInstall()) {
      packages.install(NAME);
    }
    if (SearchPath.find(PROGRAM).isEmpty()) {
      terminal.note(
          "A stronger sandbox for code comes with the package bubblewrap: apt install bubblewrap");
    }
  }
}
