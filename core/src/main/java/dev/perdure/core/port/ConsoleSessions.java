package dev.perdure.core.port;

import dev.perdure.core.tenant.Access;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.ConsoleSession;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is signed in to the console, the same for every node. */
public interface ConsoleSessions {

  /** Begins a session, for the audit log too; forgets those of the organization that are over. */
  void begin(ConsoleSession session, Actor actor);

  /**
   * A session that goes on, and what its user may do now. Empty when it ended, was not used for
   * {@code idle}, or its key, user or organization may not be used any more; of a key whose
   * requests must be signed by now, too.
   */
  Optional<SignedIn> find(OrgId orgId, UUID id, Duration idle);

  /** Notes that a session was used. */
  void touch(OrgId orgId, UUID id);

  /** Ends a session for good, for the audit log too. */
  void end(OrgId orgId, UUID id, Actor actor);

  /**
   * Somebody signed in.
   *
   * @param usedAt when that was last noted
   * @param hash the keyed hash of the cookie's secret
   * @param keyId the API key they signed in with
   * @param scopes what the session may do at most: what its key may, else everything
   */
  @SuppressWarnings("ArrayRecordComponent") // compared in constant time, never by equals
  record SignedIn(
      Instant usedAt, byte[] hash, @Nullable UUID keyId, Access access, Set<Permission> scopes) {
    public SignedIn {
      hash = Arrays.copyOf(hash, hash.length);
      scopes = Set.copyOf(scopes);
    }
  }
}
