package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.Identities;
import dev.perdure.core.port.TenantStore;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Role;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantStoreTest {

  private final StoreFixture fixture = new StoreFixture(TenantStoreTest.class);
  private final TenantStore tenants = fixture.store().tenants();
  private final Identities identities = fixture.store().identities();

  @AfterAll
  void close() {
    fixture.close();
  }

  private ApiKey key(OrgId orgId, UUID userId) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new ApiKey(
        orgId,
        fixture.id(),
        userId,
        "laptop",
        new byte[] {0, 1, (byte) 200},
        Set.of(Permission.RUNS_READ, Permission.AGENTS_WRITE),
        List.of("10.0.0.0/8"),
        true,
        now,
        now.plusSeconds(60),
        null,
        null);
  }

  private @Nullable OffsetDateTime lastUsed(UUID keyId) {
    return fixture
        .sql()
        .withHandle(handle ->
            handle
                .createQuery("SELECT last_used_at FROM api_keys WHERE id = :id")
                .bind("id", keyId)
                .map((rs, ctx) -> rs.getObject(1, OffsetDateTime.class))
                .list()
                .getFirst());
  }

  @Test
  void makesAnOrganizationOnceUnderItsSlug() {
    var made = tenants.createOrganization("acme", "Acme", "Ada");
    assertThat(tenants.findOrganization("acme")).contains(made.orgId());
    assertThat(tenants.firstUser(made.orgId())).contains(made.userId());
    assertRefused("slug_taken", () -> tenants.createOrganization("acme", "Other", "Bob"));
    assertThat(tenants.findOrganization("nobody")).isEmpty();
    assertThat(tenants.firstUser(new OrgId(fixture.id()))).isEmpty();
  }

  @Test
  void findsAKeyByItsIdAlone() {
    var made = tenants.createOrganization("keys", "Keys", "Ada");
    ApiKey key = key(made.orgId(), made.userId());
    tenants.addKey(key);
    ApiKey found = identities.findKey(key.id()).orElseThrow().key();
    assertThat(found).usingRecursiveComparison().isEqualTo(key);
    assertThat(identities.findKey(fixture.id())).isEmpty();
  }

  @Test
  void notesTheUseOfAKeyAtMostOnceAMinute() {
    var made = tenants.createOrganization("touch", "Touch", "Ada");
    ApiKey key = key(made.orgId(), made.userId());
    tenants.addKey(key);
    identities.touchKey(made.orgId(), key.id(), "192.0.2.1");
    OffsetDateTime first = lastUsed(key.id());
    assertThat(first).isNotNull();
    identities.touchKey(made.orgId(), key.id(), "192.0.2.1");
    assertThat(lastUsed(key.id())).isEqualTo(first);
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                "UPDATE api_keys SET last_used_at = now() - interval '2 minutes' WHERE id = ?",
                key.id()));
    OffsetDateTime stale = lastUsed(key.id());
    identities.touchKey(made.orgId(), key.id(), "192.0.2.1");
    assertThat(lastUsed(key.id())).isAfter(stale);
  }

  @Test
  void ignoresAKeyOfAnotherOrganization() {
    var made = tenants.createOrganization("mine", "Mine", "Ada");
    var other = tenants.createOrganization("theirs", "Theirs", "Eve");
    ApiKey key = key(made.orgId(), made.userId());
    tenants.addKey(key);
    identities.touchKey(other.orgId(), key.id(), "192.0.2.1");
    assertThat(lastUsed(key.id())).isNull();
  }

  @Test
  void narrowsAKeyToWhatItsUserMay() {
    var made = tenants.createOrganization("roles", "Roles", "Ada");
    ApiKey key = key(made.orgId(), made.userId());
    tenants.addKey(key);
    assertThat(identities.findKey(key.id()).orElseThrow().access().permissions())
        .contains(Permission.DATA_ERASE)
        .doesNotContain(Permission.ORGANIZATIONS_ADMIN);
    change("UPDATE users SET role = 'viewer' WHERE org_id = ?", made.orgId());
    assertThat(identities.access(made.orgId(), made.userId()).orElseThrow().permissions())
        .isEqualTo(Role.VIEWER.permissions());
    change("UPDATE users SET role = 'gone' WHERE org_id = ?", made.orgId());
    assertThat(identities.access(made.orgId(), made.userId()).orElseThrow().permissions())
        .isEmpty();
    change("UPDATE users SET status = 'disabled' WHERE org_id = ?", made.orgId());
    assertThat(identities.access(made.orgId(), made.userId())).isEmpty();
    assertThat(identities.findKey(key.id())).isEmpty();
  }

  @Test
  void knowsNobodyOfASuspendedOrganization() {
    var made = tenants.createOrganization("suspended", "Suspended", "Ada");
    ApiKey key = key(made.orgId(), made.userId());
    tenants.addKey(key);
    change("UPDATE organizations SET status = 'suspended' WHERE org_id = ?", made.orgId());
    assertThat(identities.findKey(key.id())).isEmpty();
    assertThat(identities.access(made.orgId(), made.userId())).isEmpty();
  }

  @Test
  void letsOneOrganizationRunTheInstallation() {
    var made = tenants.createOrganization("operator", "Operator", "Ada");
    var other = tenants.createOrganization("operator-two", "Other", "Eve");
    tenants.makeOperator(made.orgId());
    tenants.makeOperator(made.orgId());
    assertThat(identities.access(made.orgId(), made.userId()).orElseThrow().permissions())
        .contains(Permission.ORGANIZATIONS_ADMIN);
    assertRefused("operator_taken", () -> tenants.makeOperator(other.orgId()));
  }

  private void change(String sql, OrgId orgId) {
    fixture.sql().useHandle(handle -> handle.execute(sql, orgId.value()));
  }
}
