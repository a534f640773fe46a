package dev.perdure.api.service;

import dev.perdure.core.port.CommandAccepted;
import dev.perdure.core.port.RunRecovery;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses what suspended organizations have at work, sub-agents with their parents. Their
 * credentials are refused already, so that nothing new is started meanwhile. What the server that
 * suspended one did not come to, any server does at its next turn.
 */
public final class KillSwitch implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(KillSwitch.class);
  private static final int AT_ONCE = 200;

  private final RunRecovery runs;
  private final Telling telling;

  public KillSwitch(RunRecovery runs, Telling telling) {
    this.runs = runs;
    this.telling = telling;
  }

  /** Pauses the runs of an organization that is suspended. */
  void pull(OrgId orgId) {
    pauseAll(orgId);
  }

  /** Pauses what of suspended organizations is still at work. */
  @Override
  public void run() {
    pauseAll(null);
  }

  private void pauseAll(@Nullable OrgId only) {
    List<RunRef> found;
    int paused;
    do {
      found = runs.toPause(only, AT_ONCE);
      paused = (int) found.stream().filter(this::pause).count();
    } while (found.size() == AT_ONCE && paused > 0);
  }

  /** A run that has ended meanwhile is let be; one that can't be paused keeps no other at work. */
  private boolean pause(RunRef run) {
    Optional<CommandAccepted> paused;
    try {
      paused = runs.pause(run);
    } catch (RuntimeException e) {
      LOG.warn("organization {} is suspended; its run {} goes on yet", run.orgId(), run.runId(), e);
      return false;
    }
    paused.ifPresent(told -> {
      telling.tell(told.events(), told.ring(), told.start());
      LOG.info("organization {} is suspended; its run {} pauses", run.orgId(), run.runId());
    });
    return paused.isPresent();
  }
}
