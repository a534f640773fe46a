package dev.perdure.core.tenant;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who may become a user of an organization, once.
 *
 * @param role the role they will have
 * @param invitedBy a user of the organization; absent when its operator invited
 * @param acceptedBy the user they became
 */
public record Invitation(
    OrgId orgId,
    UUID id,
    String email,
    String role,
    @Nullable UUID invitedBy,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant acceptedAt,
    @Nullable UUID acceptedBy) {

  /** Whether it can be accepted at this moment. */
  public boolean openAt(Instant now) {
    return revokedAt == null && acceptedAt == null && now.isBefore(expiresAt);
  }
}
