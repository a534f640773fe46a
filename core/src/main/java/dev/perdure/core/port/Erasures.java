package dev.perdure.core.port;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Organization;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Erases an organization or a user for good. What is accepted is a row; any node goes on with it,
 * in steps that are a transaction each and can be done again.
 */
public interface Erasures {

  /**
   * Accepts that an organization is erased: from now on none of its credentials is taken. Asked
   * again it answers the same. Its operator is not erased: {@code operator_erased}.
   *
   * @param slug what was typed to confirm it; another than the organization's is refused with
   *     {@code confirmation_wrong}
   */
  Organization eraseOrganization(Requester by, OrgId orgId, String slug);

  /**
   * Accepts that a user is erased: from now on none of their credentials is taken, and their name
   * and address are gone. Asked again it answers the same. The last active owner stays: {@code
   * last_owner}; so does who may do more than the requester: {@code permission_exceeded}.
   */
  User eraseUser(Requester by, UUID userId);

  /**
   * Takes an erasure that nobody has worked on for as long as the lease, across organizations.
   *
   * @param rest how long ago it must have been accepted, so that what was let in before has come to
   *     its end
   */
  Optional<Erasure> take(Duration lease, Duration rest);

  /** Lets others take it at once. */
  void release(Erasure erasure);

  /** Ends some of an organization's runs, so that no worker writes any more; how many. */
  int endRuns(OrgId orgId);

  /** Deletes some of an organization's rows, in an order that foreign keys allow; how many. */
  int deleteRows(OrgId orgId);

  /**
   * Deletes the organization itself, and records that in the log of the installation's operator.
   *
   * @return false, with nothing written, when rows have come since
   */
  boolean finishOrganization(OrgId orgId);

  /** Runs of a user that have not ended, and runs in their sessions; those below others first. */
  List<RunRef> unendedRuns(OrgId orgId, UUID userId);

  /**
   * Puts a mark in the place of what a user typed, where it outlives their sessions.
   *
   * @param after the last run that was looked at; all zeros to begin
   * @return the next runs that were looked at; empty when there are no more
   */
  List<Touched> maskTexts(OrgId orgId, UUID userId, UUID after);

  /** Sessions that a user made. */
  List<Emptied> sessions(OrgId orgId, UUID userId);

  /** Deletes a session with all in it, whatever its runs do. What forks have taken over stays. */
  void deleteSession(OrgId orgId, UUID userId, UUID sessionId);

  /** The user is erased: only a row without a name is left, for what still names its id. */
  void finishUser(OrgId orgId, UUID userId);

  /**
   * Somebody, or something, that is being erased.
   *
   * @param subject the organization itself or one of its users
   */
  record Erasure(OrgId orgId, UUID subject, Instant acceptedAt) {

    /** Whether the whole organization goes. */
    public boolean ofOrganization() {
      return subject.equals(orgId.value());
    }
  }

  /** A run in which a user typed, and its thread. */
  record Touched(UUID runId, UUID threadId) {}

  /** A session to be deleted, and its threads. */
  record Emptied(UUID sessionId, Set<UUID> threadIds) {
    public Emptied {
      threadIds = Set.copyOf(threadIds);
    }
  }
}
