package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.supervise.StateFile;
import dev.perdure.devstack.supervise.SupervisorLock;
import dev.perdure.devstack.supervise.SupervisorState;
import java.util.Optional;

/** Whether the dev stack of this clone runs, and what its supervisor tells. */
final class Running {

  private final Workspace workspace;

  Running(Workspace workspace) {
    this.workspace = workspace;
  }

  boolean isRunning() {
    return SupervisorLock.isTaken(workspace.home().run());
  }

  /** The state of the running supervisor, or nothing when none runs. */
  Optional<SupervisorState> state() {
    return isRunning() ? lastState() : Optional.empty();
  }

  /** What the last supervisor wrote, whether it still runs or not. */
  Optional<SupervisorState> lastState() {
    return new StateFile(workspace.home().run()).read();
  }

  SupervisorState require() {
    return state()
        .orElseThrow(() -> new DevStackException("Perdure does not run. Start it: ./perdure up"));
  }
}
