package dev.perdure.api.recovery;

import dev.perdure.api.temporal.WorkflowErasure;
import dev.perdure.core.port.Erasures;
import dev.perdure.core.port.Erasures.Emptied;
import dev.perdure.core.port.Erasures.Erasure;
import dev.perdure.core.port.Erasures.Touched;
import dev.perdure.core.port.FileUpkeep;
import dev.perdure.core.port.Finished;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.port.MemoryErasure;
import dev.perdure.core.port.RunStarter;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases a user: waits for the end of their runs, which were told to stop, masks what they typed,
 * deletes their sessions.
 */
final class UserEraser {

  private static final Logger LOG = LoggerFactory.getLogger(UserEraser.class);

  /** How long runs may take to stop in order. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final UUID FIRST = new UUID(0, 0);

  private final Erasures erasures;
  private final RunStore runs;
  private final RunStarter starter;
  private final LivePublisher publisher;
  private final MemoryErasure memory;
  private final FileUpkeep files;
  private final WorkflowErasure workflows;

  UserEraser(
      Erasures erasures,
      RunStore runs,
      RunStarter starter,
      LivePublisher publisher,
      MemoryErasure memory,
      FileUpkeep files,
      WorkflowErasure workflows) {
    this.erasures = erasures;
    this.runs = runs;
    this.starter = starter;
    this.publisher = publisher;
    this.memory = memory;
    this.files = files;
    this.workflows = workflows;
  }

  /** Whether the user is erased; else there is more to do in another turn. */
  boolean erase(Erasure erasure) {
    OrgId orgId = erasure.orgId();
    UUID user = erasure.subject();
    List<RunRef> unended = erasures.unendedRuns(orgId, user);
    if (!unended.isEmpty()) {
      if (erasure.acceptedAt().plus(PATIENCE).isBefore(Instant.now())) {
        unended.forEach(this::end);
      }
      return false;
    }
    maskTexts(orgId, user);
    if (!deleteSessions(orgId, user)) {
      return false;
    }
    // What was under way when it was accepted may have been written since.
    maskTexts(orgId, user);
    files.requireStores(orgId);
    erasures.finishUser(orgId, user);
    files.sweep(orgId);
    return true;
  }

  /** Nobody works on it, or it does not stop. */
  private void end(RunRef run) {
    LOG.warn(
        "Run {} of organization {} is ended: whose it is, is being erased",
        run.runId(),
        run.orgId());
    workflows.terminate(run);
    Finished finished = runs.finish(run, new Ending.Cancelled());
    publisher.events(finished.events());
    if (finished.next() != null) {
      starter.start(finished.next());
    }
  }

  private void maskTexts(OrgId orgId, UUID user) {
    List<Touched> touched = erasures.maskTexts(orgId, user, FIRST);
    while (!touched.isEmpty()) {
      memory.threads(orgId, touched.stream().map(Touched::threadId).toList());
      touched = erasures.maskTexts(orgId, user, touched.getLast().runId());
    }
  }

  private boolean deleteSessions(OrgId orgId, UUID user) {
    List<Emptied> sessions = erasures.sessions(orgId, user);
    while (!sessions.isEmpty()) {
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
      delete(orgId, user, sessions);
      sessions = erasures.sessions(orgId, user);
    }
    return true;
  }

  private void delete(OrgId orgId, UUID user, List<Emptied> sessions) {
    // Before the rows, which alone tell what is to be deleted elsewhere; once more after, for a
    // worker that was at work, and for a run that somebody else began meanwhile.
    deleteElsewhere(orgId, sessions);
    sessions.forEach(session -> erasures.deleteSession(orgId, user, session.sessionId()));
    deleteElsewhere(orgId, sessions);
  }

  private void deleteElsewhere(OrgId orgId, List<Emptied> sessions) {
    sessions.forEach(session -> workflows.session(orgId, session.sessionId()));
    memory.sessions(orgId, sessions.stream().map(Emptied::sessionId).toList());
    memory.threads(
        orgId, sessions.stream().flatMap(session -> session.threadIds().stream()).toList());
  }
}
