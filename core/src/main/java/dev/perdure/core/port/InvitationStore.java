package dev.perdure.core.port;

import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.Invitation;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.User;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations. Each change is recorded in the audit log by the same transaction. */
public interface InvitationStore {

  /**
   * Invitations, the newest first.
   *
   * @param open whether only those that can still be accepted
   */
  Page<Invitation> list(OrgId orgId, boolean open, PageRequest page);

  Optional<Invitation> get(OrgId orgId, UUID id);

  /**
   * Invites somebody. Refused with {@code email_taken} when they are a user, with {@code
   * invitation_open} when they are invited, with {@code permission_exceeded} when the role has
   * permissions the requester lacks.
   */
  Created<Invitation> create(
      Requester by, NewInvitation invitation, @Nullable Idempotency idempotency);

  /** Takes an invitation back; done again it changes nothing. Refused when it was accepted. */
  Invitation revoke(Requester by, UUID id);

  /** Finds an invitation by its id, across organizations: who accepts is of none yet. */
  Optional<Shown> find(UUID id);

  /**
   * Makes the invited a user, with a key if one is given. Refused with {@code invitation_closed}
   * when it was accepted or taken back, has expired, or its organization is suspended.
   */
  User accept(Acceptance acceptance);

  /** A new invitation. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record NewInvitation(UUID id, String email, String role, byte[] hash, Instant expiresAt) {

    public NewInvitation {
      hash = hash.clone();
    }
  }

  /** An invitation, and the hash its token has to have. */
  @SuppressWarnings("ArrayRecordComponent") // compared in constant time by the verifier
  record Shown(Invitation invitation, byte[] hash) {

    public Shown {
      hash = hash.clone();
    }
  }

  /**
   * Somebody accepts.
   *
   * @param userId of the user they become
   * @param key of that user; absent when they will sign in otherwise
   */
  record Acceptance(
      OrgId orgId,
      UUID invitationId,
      UUID userId,
      String name,
      @Nullable ApiKey key,
      @Nullable String address,
      @Nullable String userAgent) {}
}
