package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.run.WaitReason;

/** Refuses a command, and says where its run stands. */
final class Refused {

  private Refused() {}

  /** 409: what is wrong, and the run's present state. */
  static PerdureException because(String code, String what, RunLock.Locked run) {
    return PerdureException.conflict(code, what + " The run is " + state(run) + ".");
  }

  /** Refuses a run that takes no more commands. */
  static void ended(RunLock.Locked run) {
    if (run.status().terminal()) {
      throw PerdureException.conflict(
          "run_already_ended", "The run has ended as " + run.status().wireName() + ".");
    }
    if (run.status() == RunStatus.CANCELLING) {
      throw because("run_cancelling", "The run is being stopped and takes no more commands.", run);
    }
  }

  private static String state(RunLock.Locked run) {
    WaitReason reason = run.waitingFor();
    return run.status().wireName() + (reason == null ? "" : " (" + reason.wireName() + ")");
  }
}
