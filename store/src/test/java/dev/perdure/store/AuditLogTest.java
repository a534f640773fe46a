package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.port.AuditLog;
import dev.perdure.core.port.AuditLog.AuditFilter;
import dev.perdure.core.port.AuditLog.Recorded;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.AuditEntry.Target;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditLogTest {

  private final StoreFixture fixture = new StoreFixture(AuditLogTest.class);
  private final AuditLog log = fixture.store().audit();
  private final Caller caller = fixture.caller();
  private final Actor actor = Actor.of(caller, "192.0.2.7", "curl/8.5");

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void tellsWhoChangedWhatFromWhere() {
    AuditEntry entry =
        actor
            .did("api_key.update", Target.of("api_key", fixture.id()))
            .before(Map.of("name", "old \u0000"))
            .after(Map.of("name", "new", "allowed_addresses", List.of("10.0.0.0/8")));
    fixture.record(caller.orgId(), entry);
    Recorded recorded = only(text(entry.target().id()));
    assertThat(recorded.entry().actor()).isEqualTo(actor);
    assertThat(recorded.entry().target()).isEqualTo(entry.target());
    assertThat(recorded.entry().before()).isEqualTo(Map.of("name", "old \uFFFD"));
    assertThat(recorded.entry().after()).isEqualTo(entry.after());
    assertThat(recorded.at()).isBetween(Instant.now().minusSeconds(60), Instant.now());
  }

  @Test
  void tellsOfAChangeNobodyIsKnownFor() {
    AuditEntry entry = Actor.service(caller.orgId()).did("thing.create", Target.of("thing", "it"));
    fixture.record(caller.orgId(), entry);
    assertThat(only(filter(null, null, "thing", null)).entry()).isEqualTo(entry);
  }

  @Test
  void isSearchedByActorActionTargetTextAndTime() {
    UUID other = fixture.id();
    UUID key = fixture.id();
    AuditEntry revoked =
        new Actor(caller.orgId(), other, null, null, null)
            .did("key_test.revoke", Target.of("key_test", key))
            .after(Map.of("name", "Laptop 100%"));
    fixture.record(caller.orgId(), revoked);
    fixture.record(caller.orgId(), actor.did("key_tested.create", Target.of("key_tested", key)));
    assertThat(only(filter(other, null, null, null)).entry()).isEqualTo(revoked);
    assertThat(only(filter(null, "key_test.revoke", null, null)).entry()).isEqualTo(revoked);
    assertThat(only(filter(null, "key_test", null, null)).entry()).isEqualTo(revoked);
    assertThat(only(filter(null, null, "key_test", key.toString())).entry()).isEqualTo(revoked);
    assertThat(only(text("laptop REVOKE")).entry()).isEqualTo(revoked);
    assertThat(found(text("laptop create"))).isEmpty();
    assertThat(found(text("!?"))).isEmpty();
    Instant at = only(text("laptop")).at();
    assertThat(found(between(at, at.plusSeconds(60)))).anyMatch(r -> r.at().equals(at));
    assertThat(found(between(at.minusSeconds(60), at)))
        .noneMatch(recorded -> recorded.at().equals(at));
  }

  @Test
  void isReadPageByPageTheLatestFirst() {
    Caller own = fixture.caller();
    AuditFilter pages = filter(null, "page", null, null);
    IntStream.range(0, 5)
        .forEach(n ->
            fixture.record(
                own.orgId(),
                Actor.of(own, null, null).did("page.create", Target.of("page", "" + n))));
    Page<Recorded> first = log.search(own.orgId(), pages, new PageRequest(3, null));
    Page<Recorded> second = log.search(own.orgId(), pages, new PageRequest(3, first.next()));
    assertThat(first.items()).extracting(AuditLogTest::target).containsExactly("4", "3", "2");
    assertThat(second.items()).extracting(AuditLogTest::target).containsExactly("1", "0");
    assertThat(second.next()).isNull();
    assertRefused(
        "invalid_cursor", () -> log.search(own.orgId(), pages, new PageRequest(3, "nonsense")));
  }

  @Test
  void canNotBeChangedByTheService() {
    fixture.record(caller.orgId(), actor.did("kept.create", Target.of("kept", "it")));
    for (String attempt :
        List.of(
            "UPDATE audit_log SET action = 'nothing'",
            "DELETE FROM audit_log",
            "TRUNCATE audit_log")) {
      assertThatThrownBy(() -> asService(attempt)).as(attempt).hasMessageContaining("permission");
    }
    assertThat(found(filter(null, null, "kept", null))).hasSize(1);
  }

  private void asService(String sql) {
    fixture
        .service()
        .useTransaction(handle -> {
          handle.execute("SELECT set_config('app.org_id', ?, true)", caller.orgId().toString());
          handle.execute(sql);
        });
  }

  @Test
  void aChangeThatCanNotBeRecordedIsNotMade() {
    Requester owner = AdminFixture.owner(caller);
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                "ALTER TABLE audit_log ADD CONSTRAINT full_disk CHECK (target_id <> 'unrecorded')"));
    var roles = fixture.store().roles();
    assertThatThrownBy(() -> roles.create(owner, "unrecorded", null, Set.of()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(roles.get(caller.orgId(), "unrecorded")).isEmpty();
  }

  @Test
  void tellsOfWhatACommandMade() {
    Caller made = fixture.caller();
    fixture.store().tenants().makeOperator(made.orgId());
    fixture.store().tenants().makeOperator(made.orgId());
    assertThat(
            log.search(made.orgId(), filter(null, "organization", null, null), StoreFixture.ALL)
                .items())
        .extracting(recorded -> recorded.entry().action())
        .containsExactly("organization.make_operator", "organization.create");
  }

  private static String target(Recorded recorded) {
    return recorded.entry().target().id();
  }

  private Recorded only(AuditFilter filter) {
    List<Recorded> found = found(filter);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private List<Recorded> found(AuditFilter filter) {
    return log.search(caller.orgId(), filter, StoreFixture.ALL).items();
  }

  private static AuditFilter text(String text) {
    return new AuditFilter(null, null, null, null, null, null, text);
  }

  private static AuditFilter between(Instant from, Instant until) {
    return new AuditFilter(from, until, null, null, null, null, null);
  }

  private static AuditFilter filter(
      @Nullable UUID user, @Nullable String action, @Nullable String kind, @Nullable String id) {
    return new AuditFilter(null, null, user, action, kind, id, null);
  }
}
