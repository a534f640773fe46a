package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.ApiKeyStore;
import dev.perdure.core.port.ApiKeyStore.Expiry;
import dev.perdure.core.port.ApiKeyStore.KeyChange;
import dev.perdure.core.port.ApiKeyStore.KeyFilter;
import dev.perdure.core.port.ApiKeyStore.NewKey;
import dev.perdure.core.port.ApiKeyStore.StoredKey;
import dev.perdure.core.port.ApiKeyStore.Successor;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.UserStore.UserChange;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.Role;
import dev.perdure.core.tenant.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiKeyStoreTest {

  private final StoreFixture fixture = new StoreFixture(ApiKeyStoreTest.class);
  private final AdminFixture admin = new AdminFixture(fixture);
  private final ApiKeyStore keys = fixture.store().keys();
  private final Requester owner = admin.owner();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void makesAKeyThatItsUserCanUse() {
    StoredKey made = admin.key(owner);
    ApiKey found = fixture.store().identities().findKey(made.key().id()).orElseThrow().key();
    assertThat(found.scopes()).containsExactly(Permission.RUNS_READ);
    assertThat(found.allowedAddresses()).containsExactly("10.0.0.0/8");
    assertThat(found.signed()).isTrue();
    assertThat(keys.list(owner.orgId(), new KeyFilter(null, true), StoreFixture.ALL).items())
        .extracting(stored -> stored.key().id())
        .contains(made.key().id());
    var recorded = admin.entries(owner, made.key().id()).getFirst();
    assertThat(recorded.entry().action()).isEqualTo("api_key.create");
    assertThat(recorded.entry().actor()).isEqualTo(owner.actor());
    assertThat(String.valueOf(recorded.entry().after()))
        .contains("laptop", "runs:read")
        .doesNotContain("hash");
  }

  @Test
  void makesOneKeyForOneRequest() {
    Idempotency once = new Idempotency("key-" + fixture.id(), "f");
    NewKey first = admin.wanted(owner.caller().userId(), null);
    NewKey again = admin.wanted(owner.caller().userId(), null);
    Created<StoredKey> made = keys.create(owner, first, once);
    Created<StoredKey> replayed = keys.create(owner, again, once);
    assertThat(made.replayed()).isFalse();
    assertThat(replayed.replayed()).isTrue();
    assertThat(replayed.value().key().id()).isEqualTo(first.id());
    assertThat(keys.get(owner.orgId(), again.id())).isEmpty();
    assertThat(admin.actions(owner, first.id())).containsExactly("api_key.create");
  }

  @Test
  void makesNoKeyThatCouldDoMoreThanItsMakerOrItsUser() {
    Requester developer = admin.somebody(owner, Role.DEVELOPER);
    assertRefused(
        "permission_exceeded",
        () -> keys.create(developer, wanted(owner, Permission.DATA_ERASE), null),
        "data:erase");
    assertRefused(
        "scopes_exceed_role",
        () -> keys.create(owner, wanted(developer, Permission.KEYS_WRITE), null));
    assertThat(
            keys.create(developer, admin.wanted(owner.caller().userId(), null), null)
                .value()
                .key()
                .scopes())
        .isEqualTo(Role.DEVELOPER.permissions());
    assertRefused(
        "user_not_found", () -> keys.create(owner, admin.wanted(fixture.id(), null), null));
  }

  @Test
  void makesNoKeyForADisabledUser() {
    User user = admin.user(owner, "viewer");
    fixture
        .store()
        .users()
        .update(owner, user.id(), new UserChange(null, null, null, User.Status.DISABLED));
    assertRefused("user_disabled", () -> keys.create(owner, admin.wanted(user.id(), null), null));
  }

  @Test
  void changesWhatIsNamedAndNothingElse() {
    UUID id = admin.key(owner).key().id();
    Instant soon = Instant.now().plusSeconds(600);
    keys.update(owner, id, new KeyChange("server", List.of("fd00::/8"), null, new Expiry(soon)));
    ApiKey changed = keys.update(owner, id, new KeyChange(null, null, false, null)).key();
    assertThat(changed.name()).isEqualTo("server");
    assertThat(changed.allowedAddresses()).containsExactly("fd00::/8");
    assertThat(changed.signed()).isFalse();
    assertThat(changed.expiresAt()).isBetween(soon.minusMillis(1), soon.plusMillis(1));
    assertThat(keys.update(owner, id, new KeyChange(null, null, null, new Expiry(null))).key())
        .extracting(ApiKey::expiresAt)
        .isNull();
    assertThat(admin.actions(owner, id))
        .containsExactly("api_key.update", "api_key.update", "api_key.update", "api_key.create");
  }

  @Test
  void takesOverTheKeyOfNobodyWhoMayMore() {
    UUID id = keys.create(owner, wanted(owner, Permission.DATA_ERASE), null).value().key().id();
    Requester lesser = admin.somebody(owner, Role.ADMIN);
    KeyChange everywhere = new KeyChange(null, List.of(), null, null);
    assertRefused("permission_exceeded", () -> keys.update(lesser, id, everywhere));
    assertRefused("permission_exceeded", () -> rotate(lesser, id));
    assertThat(keys.revoke(lesser, id, false).key().revokedAt()).isNotNull();
  }

  @Test
  void rotatesWithAnOverlap() {
    UUID id = admin.key(owner).key().id();
    StoredKey fresh = rotate(owner, id);
    StoredKey old = keys.get(owner.orgId(), id).orElseThrow();
    assertThat(old.rotatedTo()).isEqualTo(fresh.key().id());
    assertThat(old.key().expiresAt())
        .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3700));
    assertThat(old.key().usableAt(Instant.now())).isTrue();
    assertThat(fresh.key().scopes()).isEqualTo(old.key().scopes());
    assertThat(fresh.key().allowedAddresses()).isEqualTo(old.key().allowedAddresses());
    assertThat(fresh.key().expiresAt()).isNull();
    assertRefused(
        "api_key_rotated",
        () -> keys.update(owner, id, new KeyChange(null, null, null, new Expiry(null))));
    assertThat(admin.actions(owner, id)).startsWith("api_key.rotate");
  }

  @Test
  void isRotatedOnceForOneRequest() {
    UUID id = admin.key(owner).key().id();
    Idempotency once = new Idempotency("rotate-" + fixture.id(), "f");
    UUID successor = fixture.id();
    Duration hour = Duration.ofHours(1);
    keys.rotate(owner, id, new Successor(successor, new byte[] {2}, null), hour, once);
    var again =
        keys.rotate(owner, id, new Successor(fixture.id(), new byte[] {3}, null), hour, once);
    assertThat(again.replayed()).isTrue();
    assertThat(again.value().key().id()).isEqualTo(successor);
    assertThat(again.value().key().hash()).containsExactly(2);
  }

  @Test
  void aRotatedKeyLastsAsLongAsItWasMadeFor() {
    UUID id = admin.key(owner).key().id();
    Instant end = Instant.now().plusSeconds(1000);
    keys.update(owner, id, new KeyChange(null, null, null, new Expiry(end)));
    StoredKey fresh = rotate(owner, id);
    assertThat(keys.get(owner.orgId(), id).orElseThrow().key().expiresAt())
        .as("the overlap lets no key live longer")
        .isBefore(end.plusMillis(1));
    ApiKey key = fresh.key();
    assertThat(Duration.between(key.createdAt(), Objects.requireNonNull(key.expiresAt())))
        .isBetween(Duration.ofSeconds(990), Duration.ofSeconds(1001));
  }

  @Test
  void isRotatedOnceThoughTwoAskAtOnce() {
    UUID id = admin.key(owner).key().id();
    List<String> outcomes = AdminFixture.outcomes(4, _ -> rotate(owner, id).key().name());
    assertThat(outcomes)
        .containsOnlyOnce("laptop")
        .filteredOn("api_key_rotated"::equals)
        .hasSize(3);
    assertThat(admin.actions(owner, id)).containsExactly("api_key.rotate", "api_key.create");
  }

  @Test
  void staysRevoked() {
    UUID id = admin.key(owner).key().id();
    Instant first = keys.revoke(owner, id, false).key().revokedAt();
    assertThat(keys.revoke(owner, id, false).key().revokedAt()).isEqualTo(first);
    assertRefused(
        "api_key_not_active", () -> keys.update(owner, id, new KeyChange("x", null, null, null)));
    assertRefused("api_key_not_active", () -> rotate(owner, id));
    assertThat(admin.actions(owner, id)).containsExactly("api_key.revoke", "api_key.create");
    assertThat(keys.list(owner.orgId(), new KeyFilter(null, true), StoreFixture.ALL).items())
        .extracting(stored -> stored.key().id())
        .doesNotContain(id);
  }

  @Test
  void ofOnesOwnFindsNoKeyOfAnother() {
    UUID id = admin.key(owner).key().id();
    Requester developer = admin.somebody(owner, Role.DEVELOPER);
    assertRefused("api_key_not_found", () -> keys.revoke(developer, id, true));
    assertThat(keys.revoke(owner, id, true).key().revokedAt()).isNotNull();
  }

  @Test
  void notesWhereAKeyWasUsed() {
    UUID id = admin.key(owner).key().id();
    fixture.store().identities().touchKey(owner.orgId(), id, "192.0.2.9");
    assertThat(keys.get(owner.orgId(), id).orElseThrow().lastUsedAddress()).isEqualTo("192.0.2.9");
  }

  private NewKey wanted(Requester user, Permission scope) {
    return admin.wanted(user.caller().userId(), Set.of(scope));
  }

  private StoredKey rotate(Requester by, UUID id) {
    return keys.rotate(
            by, id, new Successor(fixture.id(), new byte[] {2}, null), Duration.ofHours(1), null)
        .value();
  }
}
