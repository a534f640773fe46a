package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.UserStore;
import dev.perdure.core.port.UserStore.NewUser;
import dev.perdure.core.port.UserStore.UserChange;
import dev.perdure.core.port.UserStore.UserFilter;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.Role;
import dev.perdure.core.tenant.User;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserStoreTest {

  private static final UserChange DISABLED = new UserChange(null, null, null, User.Status.DISABLED);

  private final StoreFixture fixture = new StoreFixture(UserStoreTest.class);
  private final AdminFixture admin = new AdminFixture(fixture);
  private final UserStore users = fixture.store().users();
  private final Requester owner = admin.owner();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void makesUsersWithAddressesOfTheirOwn() {
    User made = users.create(owner, new NewUser("Bob", "Bob@example.org", "viewer"), null).value();
    assertThat(users.get(owner.orgId(), made.id())).contains(made);
    assertThat(fixture.store().identities().access(owner.orgId(), made.id()).orElseThrow().role())
        .isEqualTo("viewer");
    assertRefused(
        "email_taken",
        () -> users.create(owner, new NewUser("Rob", "bob@EXAMPLE.org", "viewer"), null));
    User other = admin.user(owner, "viewer");
    assertRefused(
        "email_taken",
        () -> users.update(owner, other.id(), new UserChange(null, "bob@example.org", null, null)));
    assertRefused(
        "role_not_found", () -> users.create(owner, new NewUser("Eve", null, "emperor"), null));
    assertThat(admin.actions(owner, made.id())).containsExactly("user.create");
  }

  @Test
  void listsByNamePageByPage() {
    Requester own = admin.owner();
    for (String name : List.of("Cy", "Bo", "Al 100%")) {
      users.create(own, new NewUser(name, null, "viewer"), null);
    }
    UserFilter viewers = new UserFilter(null, "viewer", null);
    var first = users.list(own.orgId(), viewers, new PageRequest(2, null));
    var second = users.list(own.orgId(), viewers, new PageRequest(2, first.next()));
    assertThat(first.items()).extracting(User::name).containsExactly("Al 100%", "Bo");
    assertThat(second.items()).extracting(User::name).containsExactly("Cy");
    assertThat(users.list(own.orgId(), new UserFilter("0%", null, null), StoreFixture.ALL).items())
        .extracting(User::name)
        .containsExactly("Al 100%");
  }

  @Test
  void changesOneThingAndTellsBeforeAndAfter() {
    User user = admin.user(owner, "viewer");
    User changed = users.update(owner, user.id(), new UserChange("New", "", "operator", null));
    assertThat(changed.name()).isEqualTo("New");
    assertThat(changed.email()).isNull();
    assertThat(changed.status()).isEqualTo(User.Status.ACTIVE);
    var entry = admin.entries(owner, user.id()).getFirst().entry();
    assertThat(entry.before()).containsEntry("role", "viewer");
    assertThat(entry.after()).containsEntry("role", "operator");
  }

  @Test
  void nobodyGivesOrTouchesARoleAboveTheirOwn() {
    Requester lesser = admin.somebody(owner, Role.ADMIN);
    User viewer = admin.user(owner, "viewer");
    UserChange promotion = new UserChange(null, null, "owner", null);
    assertRefused(
        "permission_exceeded", () -> users.update(lesser, viewer.id(), promotion), "data:erase");
    assertRefused(
        "permission_exceeded", () -> users.create(lesser, new NewUser("x", null, "owner"), null));
    UUID ownerId = owner.caller().userId();
    assertRefused("permission_exceeded", () -> users.update(lesser, ownerId, DISABLED));
    assertRefused("permission_exceeded", () -> users.remove(lesser, ownerId));
    users.update(lesser, viewer.id(), new UserChange(null, null, "admin", null));
  }

  @Test
  void aDisabledUserIsNobodyUntilEnabled() {
    User user = admin.user(owner, "viewer");
    users.update(owner, user.id(), DISABLED);
    assertThat(fixture.store().identities().access(owner.orgId(), user.id())).isEmpty();
    users.update(owner, user.id(), new UserChange(null, null, null, User.Status.ACTIVE));
    assertThat(fixture.store().identities().access(owner.orgId(), user.id())).isPresent();
  }

  @Test
  void aRemovedUserIsGoneWithTheirKeysAndTheirAddressIsFree() {
    User user = admin.user(owner, "viewer");
    ApiKey key =
        fixture
            .store()
            .keys()
            .create(owner, admin.wanted(user.id(), Set.of(Permission.RUNS_READ)), null)
            .value()
            .key();
    users.remove(owner, user.id());
    assertThat(users.get(owner.orgId(), user.id())).isEmpty();
    assertThat(fixture.store().identities().findKey(key.id())).isEmpty();
    assertThat(
            fixture
                .store()
                .keys()
                .get(owner.orgId(), key.id())
                .orElseThrow()
                .key()
                .usableAt(Instant.now()))
        .isFalse();
    assertRefused("user_not_found", () -> users.remove(owner, user.id()));
    users.create(owner, new NewUser("Again", user.email(), "viewer"), null);
    assertThat(admin.actions(owner, user.id())).containsExactly("user.remove", "user.create");
  }

  @Test
  void theLastOwnerStays() {
    Requester own = admin.owner();
    UUID id = own.caller().userId();
    assertRefused("last_owner", () -> users.update(own, id, DISABLED));
    assertRefused(
        "last_owner", () -> users.update(own, id, new UserChange(null, null, "admin", null)));
    assertRefused("last_owner", () -> users.remove(own, id));
    User other = admin.user(own, "owner");
    users.update(own, other.id(), DISABLED);
    assertRefused("last_owner", () -> users.remove(own, id));
    users.update(own, other.id(), new UserChange("Second", null, null, User.Status.ACTIVE));
    users.remove(own, id);
    assertThat(admin.actions(own, id)).containsExactly("user.remove");
  }

  @Test
  void ofTwoLastOwnersDisabledAtOnceOneStays() {
    for (int round = 0; round < 5; round++) {
      Requester own = admin.owner();
      List<UUID> both = List.of(own.caller().userId(), admin.user(own, "owner").id());
      List<String> outcomes =
          AdminFixture.outcomes(
              2, n -> users.update(own, both.get(n), DISABLED).status().wireName());
      assertThat(outcomes).containsExactlyInAnyOrder("disabled", "last_owner");
    }
  }
}
