package dev.perdure.api.service;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.RunFilter;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses what an organization has at work, sub-agents with their parents. Its credentials are
 * refused already, so that nothing new is started meanwhile; done again it pauses what it could not
 * before.
 */
public final class KillSwitch {

  private static final Logger LOG = LoggerFactory.getLogger(KillSwitch.class);
  private static final List<RunStatus> AT_WORK =
      List.of(RunStatus.QUEUED, RunStatus.STARTING, RunStatus.RUNNING, RunStatus.WAITING);
  private static final int AT_ONCE = 200;

  private final RunStore runs;
  private final CommandService commands;

  public KillSwitch(RunStore runs, CommandService commands) {
    this.runs = runs;
    this.commands = commands;
  }

  /**
   * Pauses the runs of an organization.
   *
   * @param by who pulls it, of whatever organization
   */
  void pull(Caller by, OrgId orgId) {
    Caller inside = new Caller(orgId, by.userId(), by.credential(), by.permissions());
    int paused = 0;
    for (RunStatus status : AT_WORK) {
      String after = null;
      do {
        Page<Run> page =
            runs.list(orgId, new RunFilter(null, null, status), new PageRequest(AT_ONCE, after));
        paused += (int) page.items().stream().filter(run -> pause(inside, run)).count();
        after = page.next();
      } while (after != null);
    }
    LOG.info("organization {} is suspended; {} of its runs pause", orgId, paused);
  }

  /** A run that has ended meanwhile, or can't pause where it is, is let be. */
  private boolean pause(Caller inside, Run run) {
    try {
      commands.pause(inside, run.id(), null);
      return true;
    } catch (PerdureException e) {
      LOG.info("run {} of {} does not pause: {}", run.id(), run.orgId(), e.error().code());
      return false;
    }
  }
}
