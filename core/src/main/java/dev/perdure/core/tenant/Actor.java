package dev.perdure.core.tenant;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a change, and from where: what the audit log tells of it.
 *
 * @param orgId the actor's own organization, which may manage the one that is changed
 * @param userId absent when no user is behind it, as in a command of the installation
 * @param credential what was shown; absent when nothing was
 * @param address where the request came from
 * @param userAgent what the client calls itself
 */
public record Actor(
    OrgId orgId,
    @Nullable UUID userId,
    @Nullable Credential credential,
    @Nullable String address,
    @Nullable String userAgent) {

  /** A caller, and where the request came from. */
  public static Actor of(Caller caller, @Nullable String address, @Nullable String userAgent) {
    return new Actor(caller.orgId(), caller.userId(), caller.credential(), address, userAgent);
  }

  /** The service itself, or a command of the installation. */
  public static Actor service(OrgId orgId) {
    return new Actor(orgId, null, null, null, null);
  }

  /** The same without what tells where somebody is. */
  public Actor withoutOrigin() {
    return new Actor(orgId, userId, credential, null, null);
  }

  /** A change this actor made. */
  public AuditEntry did(String action, AuditEntry.Target target) {
    return new AuditEntry(this, action, target, null, null);
  }
}
