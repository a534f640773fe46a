package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.OrganizationStore;
import dev.perdure.core.port.OrganizationStore.NewOrganization;
import dev.perdure.core.port.OrganizationStore.OrganizationChange;
import dev.perdure.core.port.OrganizationStore.OrganizationFilter;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Organization;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrganizationStoreTest {

  private static final OrganizationChange SUSPENDED =
      new OrganizationChange(null, null, Organization.Status.SUSPENDED, null);

  private final StoreFixture fixture = new StoreFixture(OrganizationStoreTest.class);
  private final AdminFixture admin = new AdminFixture(fixture);
  private final OrganizationStore organizations = fixture.store().organizations();
  private final Requester operator = AdminFixture.as(fixture.caller(), Permission.all());

  @BeforeAll
  void makeOperator() {
    fixture.store().tenants().makeOperator(operator.orgId());
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void makesAnOrganizationWithItsOwnerAndKey() {
    NewOrganization wanted = wanted("acme");
    Organization made = organizations.create(operator, wanted, null).value();
    assertThat(made.status()).isEqualTo(Organization.Status.ACTIVE);
    assertThat(made.plan()).isEqualTo("trial");
    assertThat(fixture.store().users().get(made.orgId(), wanted.ownerId()).orElseThrow().role())
        .isEqualTo("owner");
    assertThat(fixture.store().identities().findKey(Objects.requireNonNull(wanted.key()).id()))
        .isPresent();
    assertRefused("slug_taken", () -> organizations.create(operator, wanted("acme"), null));
  }

  @Test
  void makesOneForOneRequest() {
    Idempotency once = new Idempotency("key-" + fixture.id(), "f");
    Organization made = organizations.create(operator, wanted("once"), once).value();
    var again = organizations.create(operator, wanted("once"), once);
    assertThat(again.replayed()).isTrue();
    assertThat(again.value()).isEqualTo(made);
  }

  @Test
  void tellsBothOrganizationsOfAChangeButOnlyOneFromWhere() {
    Organization made = organizations.create(operator, wanted("told"), null).value();
    Requester theirs =
        AdminFixture.as(
            new Caller(
                made.orgId(), fixture.id(), operator.caller().credential(), Permission.all()),
            Permission.all());
    var own = admin.entries(operator, made.orgId()).getFirst().entry();
    var told = admin.entries(theirs, made.orgId()).getFirst().entry();
    assertThat(own.actor()).isEqualTo(operator.actor());
    assertThat(told.action()).isEqualTo("organization.create");
    assertThat(told.actor()).isEqualTo(operator.actor().withoutOrigin());
  }

  @Test
  void nobodyOfASuspendedOrganizationIsKnownUntilItIsActive() {
    NewOrganization wanted = wanted("held");
    organizations.create(operator, wanted, null);
    UUID key = Objects.requireNonNull(wanted.key()).id();
    organizations.update(operator, wanted.orgId(), SUSPENDED);
    assertThat(fixture.store().identities().findKey(key)).isEmpty();
    organizations.update(
        operator,
        wanted.orgId(),
        new OrganizationChange("Held", "pro", Organization.Status.ACTIVE, true));
    assertThat(fixture.store().identities().findKey(key).orElseThrow().key().signed()).isTrue();
    assertThat(organizations.get(wanted.orgId()).orElseThrow().plan()).isEqualTo("pro");
  }

  @Test
  void theOperatorIsNotSuspended() {
    assertRefused(
        "operator_suspended", () -> organizations.update(operator, operator.orgId(), SUSPENDED));
    assertRefused(
        "organization_not_found",
        () -> organizations.update(operator, new OrgId(fixture.id()), SUSPENDED));
    assertThat(organizations.get(new OrgId(fixture.id()))).isEmpty();
  }

  @Test
  void listsBySlugPageByPage() {
    for (String slug : new String[] {"list-c", "list-a", "list-b"}) {
      organizations.create(operator, wanted(slug), null);
    }
    OrganizationFilter filter = new OrganizationFilter("LIST-", Organization.Status.ACTIVE);
    var first = organizations.list(filter, new PageRequest(2, null));
    var second = organizations.list(filter, new PageRequest(2, first.next()));
    assertThat(first.items()).extracting(Organization::slug).containsExactly("list-a", "list-b");
    assertThat(second.items()).extracting(Organization::slug).containsExactly("list-c");
    assertThat(
            organizations
                .list(
                    new OrganizationFilter("list-", Organization.Status.SUSPENDED),
                    StoreFixture.ALL)
                .items())
        .isEmpty();
  }

  private NewOrganization wanted(String slug) {
    OrgId orgId = new OrgId(fixture.id());
    UUID ownerId = fixture.id();
    ApiKey key =
        ApiKey.of(
            orgId,
            fixture.id(),
            ownerId,
            "First key",
            new byte[] {1},
            Permission.all(),
            Instant.now());
    return new NewOrganization(orgId, slug, "Name of " + slug, "trial", ownerId, "Ada", null, key);
  }
}
