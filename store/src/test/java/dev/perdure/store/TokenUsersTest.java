package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.TokenUsers;
import dev.perdure.core.port.TokenUsers.Newcomer;
import dev.perdure.core.tenant.Access;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenUsersTest {

  private static final Instant ISSUED = Instant.parse("2026-11-22T12:00:00Z");

  private final StoreFixture fixture = new StoreFixture(TokenUsersTest.class);
  private final TokenUsers users = fixture.store().tokenUsers();
  private final Caller caller = fixture.caller();
  private final String subject = "https://idp.example.com " + UUID.randomUUID();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void makesAUserOnlyWhenWanted() {
    assertThat(admit(subject + 1, null, null)).isEmpty();
    Access made = admit(subject + 1, null, "viewer").orElseThrow();
    assertThat(made.role()).isEqualTo("viewer");
    assertThat(users.find(caller.orgId(), subject + 1)).contains(made);
    assertThat(admit(subject + 1, null, "owner")).contains(made);
    assertThat(users.find(fixture.caller().orgId(), subject + 1)).isEmpty();
  }

  @Test
  void claimsTheUserWithAVerifiedAddressOnce() {
    Caller ada = fixture.caller();
    run(ada, "UPDATE users SET email = 'Ada@example.com' WHERE org_id = ?");
    Access claimed = admit(ada, subject + 2, "ada@EXAMPLE.com", null).orElseThrow();
    assertThat(claimed.userId()).isEqualTo(ada.userId());
    Requester by = Requester.of(ada);
    AdminFixture admin = new AdminFixture(fixture);
    assertThat(admin.actions(by, ada.userId())).containsOnlyOnce("user.bind");
    assertThat(admit(ada, subject + 3, "ada@example.com", null)).as("somebody else").isEmpty();
    Access own = admit(ada, subject + 3, "ada@example.com", "viewer").orElseThrow();
    assertThat(own.userId()).isNotEqualTo(ada.userId());
    admit(ada, subject + 3, "ada@example.com", "viewer");
    assertThat(admin.actions(by, own.userId())).containsExactly("user.create");
  }

  @Test
  void refusesWhoIsDisabledOrSuspended() {
    Caller other = fixture.caller();
    String name = subject + 4;
    Newcomer newcomer = new Newcomer(name, null, "Eve", "viewer", ISSUED);
    assertThat(users.admit(other.orgId(), newcomer)).isPresent();
    run(other, "UPDATE users SET status = 'disabled' WHERE org_id = ?");
    assertThat(users.find(other.orgId(), name)).isEmpty();
    assertThat(users.admit(other.orgId(), newcomer)).isEmpty();
    assertThat(users.follow(other.orgId(), name, "owner", ISSUED)).isEmpty();
    run(other, "UPDATE organizations SET status = 'suspended' WHERE org_id = ?");
    assertThat(users.admit(other.orgId(), new Newcomer(subject + 5, null, "Eve", "viewer", ISSUED)))
        .isEmpty();
  }

  @Test
  void followsTheRoleOfTheYoungestToken() {
    String name = subject + 6;
    admit(name, null, "admin");
    assertThat(follow(name, "viewer", ISSUED.plusSeconds(9))).isEqualTo("viewer");
    assertThat(follow(name, "admin", ISSUED)).as("an older token").isEqualTo("viewer");
    assertThat(follow(name, "operator", ISSUED.plusSeconds(10))).isEqualTo("operator");
  }

  @Test
  void leavesTheLastActiveOwnerWhatTheyAreAndTellsOfItOnce() {
    AdminFixture admin = new AdminFixture(fixture);
    Requester owner = admin.owner();
    UUID id = owner.caller().userId();
    String name = subject + 7;
    run(owner.caller(), "UPDATE users SET subject = '" + name + "' WHERE org_id = ?");

    for (int shown = 0; shown < 3; shown++) {
      assertThat(follow(owner.caller(), name, "viewer", ISSUED)).isEqualTo("owner");
    }
    assertThat(admin.actions(owner, id)).containsOnlyOnce("user.role_kept");
    assertThat(admin.entries(owner, id).getFirst().entry().after())
        .containsEntry("role", "owner")
        .containsEntry("claimed_role", "viewer");

    admin.user(owner, "owner");
    assertThat(follow(owner.caller(), name, "viewer", ISSUED))
        .as("not the last")
        .isEqualTo("viewer");
    assertThat(admin.entries(owner, id).getFirst().entry())
        .satisfies(entry -> {
          assertThat(entry.action()).isEqualTo("user.update");
          assertThat(entry.actor().userId()).isNull();
          assertThat(entry.before()).containsEntry("role", "owner");
          assertThat(entry.after()).containsEntry("role", "viewer");
        });
  }

  @Test
  void twoOwnersWhomTheirIssuerLowersAtOnceLeaveOne() {
    AdminFixture admin = new AdminFixture(fixture);
    Requester owner = admin.owner();
    UUID other = admin.user(owner, "owner").id();
    run(owner.caller(), "UPDATE users SET subject = 'twin ' || id WHERE org_id = ?");
    List<UUID> twins = List.of(owner.caller().userId(), other);
    List<String> roles =
        Together.call(2, n -> follow(owner.caller(), "twin " + twins.get(n), "viewer", ISSUED));
    assertThat(roles).containsExactlyInAnyOrder("owner", "viewer");
  }

  @Test
  void takesBackWhatATokenGaveAndNothingElse() {
    String name = subject + 7;
    admit(name, null, "admin");
    assertThat(withdraw(name, "viewer", ISSUED.minusSeconds(1)))
        .as("an older token")
        .contains("admin");
    assertThat(withdraw(name, null, ISSUED.plusSeconds(1))).isEmpty();
    assertThat(withdraw(name, "viewer", ISSUED.plusSeconds(1))).contains("viewer");

    Caller ada = fixture.caller();
    run(ada, "UPDATE users SET email = 'ada@example.com' WHERE org_id = ?");
    admit(ada, subject + 8, "ada@example.com", null);
    assertThat(users.withdraw(ada.orgId(), subject + 8, null, ISSUED.plusSeconds(1)))
        .as("a role that was given here")
        .isPresent();
  }

  @Test
  void leavesTheLastActiveOwnerInWhenTheirIssuerGivesThemNoRoleAnyMore() {
    AdminFixture admin = new AdminFixture(fixture);
    Requester owner = admin.owner();
    String name = subject + 9;
    run(
        owner.caller(),
        "UPDATE users SET subject = '"
            + name
            + "', role_claimed_at = now() - interval '1 day'"
            + " WHERE org_id = ?");
    Instant later = Instant.now();
    assertThat(users.withdraw(owner.orgId(), name, null, later).map(Access::role))
        .contains("owner");
    assertThat(users.withdraw(owner.orgId(), name, "viewer", later).map(Access::role))
        .contains("owner");
    assertThat(admin.actions(owner, owner.caller().userId())).containsOnlyOnce("user.role_kept");
  }

  private Optional<String> withdraw(String name, @Nullable String instead, Instant issued) {
    return users.withdraw(caller.orgId(), name, instead, issued).map(Access::role);
  }

  private String follow(String name, String role, Instant issued) {
    return follow(caller, name, role, issued);
  }

  private String follow(Caller of, String name, String role, Instant issued) {
    return users.follow(of.orgId(), name, role, issued).orElseThrow().role();
  }

  private Optional<Access> admit(String name, @Nullable String email, @Nullable String role) {
    return admit(caller, name, email, role);
  }

  private Optional<Access> admit(
      Caller of, String name, @Nullable String email, @Nullable String role) {
    return users.admit(of.orgId(), new Newcomer(name, email, "Ada", role, ISSUED));
  }

  private void run(Caller of, String sql) {
    fixture.sql().useHandle(handle -> handle.execute(sql, of.orgId().value()));
  }
}
