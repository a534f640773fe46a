package dev.perdure.api.body;

import dev.perdure.core.tenant.Invitation;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who may become a user, once. */
public record InvitationBody(
    UUID id,
    String email,
    String role,
    @Nullable UUID invitedBy,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant acceptedAt,
    @Nullable UUID acceptedBy) {

  public static InvitationBody of(Invitation invitation) {
    return new InvitationBody(
        invitation.id(),
        invitation.email(),
        invitation.role(),
        invitation.invitedBy(),
        invitation.createdAt(),
        invitation.expiresAt(),
        invitation.revokedAt(),
        invitation.acceptedAt(),
        invitation.acceptedBy());
  }
}
