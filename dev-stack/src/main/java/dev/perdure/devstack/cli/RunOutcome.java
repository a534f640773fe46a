package dev.perdure.devstack.cli;

/** How a followed run ended, with the exit code of {@code ./perdure run}. */
enum RunOutcome {
  SUCCEEDED(0),
  FAILED(1),
  CANCELLED(3),
  /** The service went away and did not come back; the run goes on when it does. */
  LOST(4);

  private final int exitCode;

  RunOutcome(int exitCode) {
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
