package dev.perdure.api.recovery;

import dev.perdure.api.temporal.WorkflowErasure;
import dev.perdure.core.port.Erasures;
import dev.perdure.core.port.Erasures.Erasure;
import dev.perdure.core.port.FileUpkeep;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.port.MemoryErasure;
import dev.perdure.core.port.RunStarter;
import dev.perdure.core.port.RunStore;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with erasures that were accepted, whoever accepted them, and whoever died over them. That
 * two nodes work on the same one is unlikely, and does no harm.
 */
public final class Eraser implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Eraser.class);

  /** After this without a sign of life somebody else goes on. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final Erasures erasures;
  private final Duration rest;
  private final OrganizationEraser organizations;
  private final UserEraser users;

  /**
   * @param rest how long an erasure is left alone after it was accepted, until what was let in
   *     before has come to its end
   */
  public Eraser(
      Erasures erasures,
      RunStore runs,
      RunStarter starter,
      LivePublisher publisher,
      MemoryErasure memory,
      FileUpkeep files,
      WorkflowErasure workflows,
      Duration rest) {
    this.erasures = erasures;
    this.rest = rest;
    this.organizations = new OrganizationEraser(erasures, memory, files, workflows);
    this.users = new UserEraser(erasures, runs, starter, publisher, memory, files, workflows);
  }

  @Override
  public void run() {
    boolean done = true;
    while (done && !Thread.currentThread().isInterrupted()) {
      Optional<Erasure> next = erasures.take(LEASE, rest);
      done = next.isPresent() && turn(next.get());
    }
  }

  private boolean turn(Erasure erasure) {
    boolean done =
        erasure.ofOrganization() ? organizations.erase(erasure.orgId()) : users.erase(erasure);
    if (done) {
      LOG.info("{} of organization {} is erased", erasure.subject(), erasure.orgId());
    } else {
      erasures.release(erasure);
    }
    return done;
  }
}
