package dev.perdure.api.service;

import dev.perdure.api.auth.InvitationText;
import dev.perdure.api.auth.KeyText;
import dev.perdure.api.body.AcceptInvitation;
import dev.perdure.api.body.AcceptedBody;
import dev.perdure.api.body.CreateInvitation;
import dev.perdure.api.body.InvitationBody;
import dev.perdure.api.body.NewInvitationBody;
import dev.perdure.api.body.UserBody;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.InvitationStore;
import dev.perdure.core.port.InvitationStore.Acceptance;
import dev.perdure.core.port.InvitationStore.NewInvitation;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Invitation;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.User;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations: made, taken back, accepted. */
public final class InvitationService {

  private static final Duration LASTS = Duration.ofDays(7);
  private static final Duration LASTS_AT_MOST = Duration.ofDays(30);

  private final InvitationStore invitations;
  private final KeyMaker maker;

  public InvitationService(InvitationStore invitations, KeyMaker maker) {
    this.invitations = invitations;
    this.maker = maker;
  }

  public Page<InvitationBody> list(Caller caller, boolean open, PageRequest page) {
    return invitations.list(caller.orgId(), open, page).map(InvitationBody::of);
  }

  public InvitationBody get(Caller caller, UUID id) {
    return invitations
        .get(caller.orgId(), id)
        .map(InvitationBody::of)
        .orElseThrow(() -> PerdureException.notFound("invitation", id));
  }

  public Created<NewInvitationBody> create(
      Requester by, CreateInvitation request, @Nullable Idempotency idempotency) {
    Instant now = maker.clock().instant();
    InvitationText token = new InvitationText(maker.newKey());
    NewInvitation wanted =
        new NewInvitation(
            token.key().id(),
            AdminChecks.email(Checks.required(request.email(), "/email"), "/email"),
            AdminChecks.word(request.role(), "/role"),
            maker.stored(token.key()),
            request.expiresAt() == null
                ? now.plus(LASTS)
                : AdminChecks.future(request.expiresAt(), now, LASTS_AT_MOST, "/expires_at"));
    Created<Invitation> made = invitations.create(by, wanted, idempotency);
    return new Created<>(
        new NewInvitationBody(
            InvitationBody.of(made.value()), made.replayed() ? null : token.text()),
        made.replayed());
  }

  public InvitationBody revoke(Requester by, UUID id) {
    return InvitationBody.of(invitations.revoke(by, id));
  }

  /**
   * Makes the invited a user.
   *
   * @param address where the request came from
   * @param userAgent what the client calls itself
   */
  public AcceptedBody accept(
      AcceptInvitation request, @Nullable String address, @Nullable String userAgent) {
    String name = Checks.name(request.name(), "/name");
    Invitation invitation = shown(Checks.required(request.token(), "/token"));
    UUID userId = maker.newId();
    KeyText key = Boolean.FALSE.equals(request.apiKey()) ? null : maker.newKey();
    User user =
        invitations.accept(
            new Acceptance(
                invitation.orgId(),
                invitation.id(),
                userId,
                name,
                key == null ? null : maker.firstKey(key, invitation.orgId(), userId),
                address,
                userAgent));
    return new AcceptedBody(
        user.orgId().value(), UserBody.of(user), key == null ? null : key.text());
  }

  /** Who does not have the whole token learns nothing, not even that the invitation is there. */
  private Invitation shown(String token) {
    return InvitationText.parse(token)
        .flatMap(shown ->
            invitations
                .find(shown.key().id())
                .filter(found -> maker.matches(shown.key(), found.hash())))
        .map(InvitationStore.Shown::invitation)
        .orElseThrow(() ->
            new PerdureException(
                new PerdureError.NotFound("invitation_not_found", "There is no such invitation.")));
  }
}
