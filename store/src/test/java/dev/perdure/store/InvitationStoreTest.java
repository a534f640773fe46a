package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.InvitationStore;
import dev.perdure.core.port.InvitationStore.Acceptance;
import dev.perdure.core.port.InvitationStore.NewInvitation;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.Invitation;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.Role;
import dev.perdure.core.tenant.User;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvitationStoreTest {

  private final StoreFixture fixture = new StoreFixture(InvitationStoreTest.class);
  private final AdminFixture admin = new AdminFixture(fixture);
  private final InvitationStore invitations = fixture.store().invitations();
  private final Requester owner = admin.owner();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void makesTheInvitedAUserWithAKeyOnce() {
    Invitation invitation = invite("ada@example.org", "developer", later());
    assertThat(invitations.find(invitation.id()).orElseThrow().hash()).containsExactly(7);
    assertThat(invitations.find(fixture.id())).isEmpty();
    Acceptance acceptance = acceptance(invitation);
    User user = invitations.accept(acceptance);
    assertThat(user.email()).isEqualTo("ada@example.org");
    assertThat(user.role()).isEqualTo("developer");
    assertThat(fixture.store().identities().findKey(Objects.requireNonNull(acceptance.key()).id()))
        .isPresent();
    assertRefused("invitation_closed", () -> invitations.accept(acceptance(invitation)));
    assertRefused("invitation_closed", () -> invitations.revoke(owner, invitation.id()));
    assertThat(invitations.list(owner.orgId(), true, StoreFixture.ALL).items())
        .extracting(Invitation::id)
        .doesNotContain(invitation.id());
    assertThat(admin.actions(owner, invitation.id()))
        .containsExactly("invitation.accept", "invitation.create");
    assertThat(admin.entries(owner, user.id()).getFirst().entry().actor().userId())
        .isEqualTo(user.id());
  }

  @Test
  void isAcceptedOnceThoughSeveralDoAtOnce() {
    Invitation invitation = invite("race@example.org", "viewer", later());
    List<String> outcomes =
        AdminFixture.outcomes(4, _ -> invitations.accept(acceptance(invitation)).role());
    assertThat(outcomes)
        .containsOnlyOnce("viewer")
        .filteredOn("invitation_closed"::equals)
        .hasSize(3);
  }

  @Test
  void isClosedWhenExpiredRevokedOrSuspended() {
    Invitation expired = invite("late@example.org", "viewer", Instant.now().minusSeconds(1));
    assertRefused("invitation_closed", () -> invitations.accept(acceptance(expired)));
    invite("late@example.org", "viewer", later());
    Invitation revoked = invite("back@example.org", "viewer", later());
    invitations.revoke(owner, revoked.id());
    invitations.revoke(owner, revoked.id());
    assertRefused("invitation_closed", () -> invitations.accept(acceptance(revoked)));
    assertThat(admin.actions(owner, revoked.id()))
        .containsExactly("invitation.revoke", "invitation.create");
    Requester suspended = admin.owner();
    Invitation held = invite(suspended, "held@example.org", "viewer", later());
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                "UPDATE organizations SET status = 'suspended' WHERE org_id = ?",
                suspended.orgId().value()));
    assertRefused("invitation_closed", () -> invitations.accept(acceptance(held)));
  }

  @Test
  void invitesNobodyTwiceNorWhoIsThere() {
    invite("twice@example.org", "viewer", later());
    assertRefused("invitation_open", () -> invite("TWICE@example.org", "viewer", later()));
    User user = admin.user(owner, "viewer");
    assertRefused("email_taken", () -> invite(String.valueOf(user.email()), "viewer", later()));
    assertRefused("role_not_found", () -> invite("x@example.org", "emperor", later()));
  }

  @Test
  void nobodyInvitesToARoleAboveTheirOwn() {
    Requester lesser = admin.somebody(owner, Role.ADMIN);
    assertRefused(
        "permission_exceeded", () -> invite(lesser, "boss@example.org", "owner", later()));
  }

  private static Instant later() {
    return Instant.now().plusSeconds(600);
  }

  private Invitation invite(String email, String role, Instant expires) {
    return invite(owner, email, role, expires);
  }

  private Invitation invite(Requester by, String email, String role, Instant expires) {
    return invitations
        .create(by, new NewInvitation(fixture.id(), email, role, new byte[] {7}, expires), null)
        .value();
  }

  private Acceptance acceptance(Invitation invitation) {
    UUID user = fixture.id();
    ApiKey key =
        ApiKey.of(
            invitation.orgId(),
            fixture.id(),
            user,
            "First key",
            new byte[] {1},
            Set.copyOf(Permission.all()),
            Instant.now());
    return new Acceptance(
        invitation.orgId(), invitation.id(), user, "Ada", key, "192.0.2.8", "curl/8.5");
  }
}
