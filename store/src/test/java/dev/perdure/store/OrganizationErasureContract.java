package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.port.AuditLog.AuditFilter;
import dev.perdure.core.port.Erasures;
import dev.perdure.core.port.Erasures.Erasure;
import dev.perdure.core.port.OrganizationStore.OrganizationChange;
import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.core.secret.StoredKeyset;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Organization;
import dev.perdure.core.tenant.Requester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An organization is erased, however what is said is kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OrganizationErasureContract {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final StoreFixture fixture;
  private final Erasures erasures;
  private final Requester operator;

  OrganizationErasureContract(boolean encrypted) {
    fixture = new Spoken(getClass(), encrypted).fixture();
    erasures = fixture.store().erasures();
    operator = operator();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private Requester operator() {
    Caller caller = fixture.caller();
    fixture.store().tenants().makeOperator(caller.orgId());
    return new Requester(caller, "192.0.2.9", "curl/8.5");
  }

  private Organization organization(OrgId orgId) {
    return fixture.store().organizations().get(orgId).orElseThrow();
  }

  private Caller filled() {
    Caller caller = fixture.caller();
    EveryTable.fill(fixture, caller);
    return caller;
  }

  private Organization accept(Caller caller) {
    OrgId orgId = caller.orgId();
    return erasures.eraseOrganization(
        AdminFixture.owner(caller), orgId, organization(orgId).slug());
  }

  /** All rows of an organization, in all tables. */
  private List<String> rows(UUID org) {
    List<String> rows = new ArrayList<>();
    fixture
        .sql()
        .useHandle(handle -> {
          for (String table : Schema.tables(handle)) {
            handle
                .createQuery(
                    "SELECT '" + table + " ' || t::text FROM " + table + " t WHERE org_id = :org")
                .bind("org", org)
                .mapTo(String.class)
                .forEach(rows::add);
          }
        });
    return rows;
  }

  private void eraseAll(OrgId orgId) {
    while (erasures.endRuns(orgId) > 0) {
      // more of them
    }
    while (erasures.deleteRows(orgId) > 0) {
      // more of them
    }
  }

  @Test
  void allRowsGoAndNobodyElsesDo() {
    Caller caller = filled();
    Caller other = filled();
    List<String> theirs = rows(other.orgId().value());
    assertThat(rows(caller.orgId().value())).hasSizeGreaterThan(40);
    accept(caller);
    eraseAll(caller.orgId());
    assertThat(erasures.finishOrganization(caller.orgId())).isTrue();
    assertThat(rows(caller.orgId().value())).isEmpty();
    assertThat(fixture.store().organizations().get(caller.orgId())).isEmpty();
    assertThat(rows(other.orgId().value())).isEqualTo(theirs);
  }

  /** Whoever had them in memory makes no others. */
  @Test
  void keysetsGoAndNoneIsMadeAnyMore() {
    Caller caller = fixture.caller();
    OrgId orgId = caller.orgId();
    assertThat(KeyPurpose.values())
        .allSatisfy(purpose -> assertThat(insert(orgId, purpose)).isTrue());
    accept(caller);
    eraseAll(orgId);
    assertThat(KeyPurpose.values())
        .allSatisfy(purpose -> {
          assertThat(fixture.keysets().find(orgId, purpose)).isEmpty();
          assertThat(insert(orgId, purpose)).isFalse();
        });
    assertThat(erasures.finishOrganization(orgId)).isTrue();
    assertThat(insert(orgId, KeyPurpose.MESSAGES)).isFalse();
    assertThat(rows(orgId.value())).isEmpty();
  }

  private boolean insert(OrgId orgId, KeyPurpose purpose) {
    return fixture.keysets().insert(StoredKeyset.first(orgId, purpose, "kek", new byte[] {1}));
  }

  @Test
  void onceAcceptedThereIsNoWayBackAndNobodyIsLetIn() {
    Caller caller = fixture.caller();
    assertThat(fixture.store().identities().access(caller.orgId(), caller.userId())).isPresent();
    Organization accepted = accept(caller);
    assertThat(accepted.status()).isEqualTo(Organization.Status.ERASING);
    assertThat(accept(caller)).as("asked again").isEqualTo(accepted);
    assertThat(fixture.store().identities().access(caller.orgId(), caller.userId())).isEmpty();
    assertRefused(
        "organization_erasing",
        () ->
            fixture
                .store()
                .organizations()
                .update(
                    operator,
                    caller.orgId(),
                    new OrganizationChange(null, null, Organization.Status.ACTIVE, null)));
  }

  @Test
  void isConfirmedByTheSlugAndNeverOfTheOperator() {
    Caller caller = fixture.caller();
    Requester by = AdminFixture.owner(caller);
    assertRefused(
        "confirmation_wrong", () -> erasures.eraseOrganization(by, caller.orgId(), "another"));
    assertRefused(
        "organization_not_found",
        () -> erasures.eraseOrganization(operator, new OrgId(fixture.id()), "another"));
    assertRefused(
        "operator_erased",
        () ->
            erasures.eraseOrganization(
                operator, operator.orgId(), organization(operator.orgId()).slug()));
    assertThat(organization(caller.orgId()).status()).isEqualTo(Organization.Status.ACTIVE);
  }

  @Test
  void theOperatorsLogTellsOfItAndSaysWhatWent() {
    Caller caller = filled();
    String slug = organization(caller.orgId()).slug();
    erasures.eraseOrganization(operator, caller.orgId(), slug);
    erasures.eraseOrganization(operator, caller.orgId(), slug);
    eraseAll(caller.orgId());
    erasures.finishOrganization(caller.orgId());
    erasures.finishOrganization(caller.orgId());
    var entries = new AdminFixture(fixture).entries(operator, caller.orgId());
    assertThat(entries)
        .extracting(recorded -> recorded.entry().action())
        .containsExactly("organization.erased", "organization.erase");
    var accepted = entries.getLast().entry();
    assertThat(accepted.actor().address()).isEqualTo("192.0.2.9");
    assertThat(accepted.before()).containsEntry("slug", slug);
    assertThat(entries.getFirst().entry().before()).containsKey("deleted");
    assertThat(String.valueOf(entries.getFirst().entry().before()))
        .contains("messages=", "runs=", "sessions=", "users=", "audit_log=");
  }

  @Test
  void aRowThatComesMeanwhileIsNotLeftBehind() {
    Caller caller = filled();
    accept(caller);
    eraseAll(caller.orgId());
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO quotas (org_id, said) VALUES (?, '{}')", caller.orgId().value()));
    assertThat(erasures.finishOrganization(caller.orgId())).isFalse();
    eraseAll(caller.orgId());
    assertThat(erasures.finishOrganization(caller.orgId())).isTrue();
    assertThat(rows(caller.orgId().value())).isEmpty();
  }

  @Test
  void moreRowsThanOneTransactionTakesAndThreadsThatForksShareGoToo() {
    Caller caller = fixture.caller();
    var run = fixture.running(caller);
    var messages = fixture.store().sessions().transcript(caller.orgId(), run.threadId(), 0);
    for (int n = 0; n < 3; n++) {
      fixture
          .store()
          .sessions()
          .fork(caller, run.sessionId(), messages.getFirst().id(), null, null);
    }
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                """
                INSERT INTO execution_logs (org_id, session_id, pos, run_id, at, type, event)
                SELECT org_id, session_id, 1000 + n, id, now(), 'STEP_STARTED', '{}'
                FROM runs, generate_series(1, ?) n WHERE id = ?
                """,
                3 * ErasedTables.MOST,
                run.id()));
    accept(caller);
    eraseAll(caller.orgId());
    assertThat(erasures.finishOrganization(caller.orgId())).isTrue();
    assertThat(rows(caller.orgId().value())).isEmpty();
  }

  @Test
  void isTakenByOneAtATimeAndAgainWhenNobodyGoesOn() {
    Caller caller = fixture.caller();
    accept(caller);
    assertThat(taken(LONG, LONG, caller)).as("it rests").isEmpty();
    Erasure first = taken(LONG, Duration.ZERO, caller).orElseThrow();
    assertThat(first.ofOrganization()).isTrue();
    assertThat(taken(LONG, Duration.ZERO, caller)).as("somebody is at it").isEmpty();
    assertThat(taken(Duration.ZERO, Duration.ZERO, caller)).as("who died").isPresent();
    erasures.release(first);
    assertThat(taken(LONG, Duration.ZERO, caller)).as("who let go").isPresent();
  }

  /** Takes all there are; whether this organization's is among them. */
  private Optional<Erasure> taken(Duration lease, Duration rest, Caller caller) {
    List<Erasure> all = new ArrayList<>();
    for (int n = 0; n < 50; n++) {
      erasures.take(lease, rest).ifPresent(all::add);
    }
    return all.stream().filter(erasure -> erasure.orgId().equals(caller.orgId())).findFirst();
  }

  @Test
  void theLogOfAnOrganizationThatIsNotErasedStays() {
    Caller caller = filled();
    assertThatThrownBy(() -> asService(caller, "SELECT crossing.erase_audit_log(100)"))
        .hasMessageContaining("not being erased");
    assertThat(
            fixture
                .store()
                .audit()
                .search(caller.orgId(), AuditFilter.all(), StoreFixture.ALL)
                .items())
        .isNotEmpty();
    // Nor does saying that it is erased help, as long as anybody is left.
    assertThatThrownBy(() ->
            asService(
                caller,
                "UPDATE organizations SET status = 'erasing'",
                "SELECT crossing.erase_audit_log(100)",
                "UPDATE organizations SET status = 'active'"))
        .hasMessageContaining("not being erased");
  }

  @Test
  void theOperatorIsFoundAndNoMoreOfIt() {
    UUID found =
        fixture
            .service()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT crossing.operator_organization()")
                    .mapTo(UUID.class)
                    .one());
    assertThat(found).isEqualTo(operator.orgId().value());
  }

  private void asService(Caller caller, String... statements) {
    fixture
        .service()
        .useTransaction(handle -> {
          handle.execute("SELECT set_config('app.org_id', ?, true)", caller.orgId().toString());
          for (String statement : statements) {
            handle.execute(statement);
          }
        });
  }
}
