package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.ConsoleSessions;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.ConsoleSession;
import dev.perdure.core.tenant.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleSessionsTest {

  private static final Duration IDLE = Duration.ofMinutes(60);
  private static final byte[] HASH = {1, 2, 3};

  private final StoreFixture fixture = new StoreFixture(ConsoleSessionsTest.class);
  private final ConsoleSessions sessions = fixture.store().consoleSessions();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void tellsWhatTheUserMayDoNow() {
    Caller caller = fixture.caller();
    UUID id = begin(caller, null, Instant.now().plusSeconds(60));
    ConsoleSessions.SignedIn found = find(caller, id).orElseThrow();
    assertThat(found.hash()).isEqualTo(HASH);
    assertThat(found.access().userId()).isEqualTo(caller.userId());
    assertThat(found.scopes()).isEqualTo(Permission.all());
    run(caller, "UPDATE users SET role = 'viewer' WHERE org_id = ?");
    assertThat(find(caller, id).orElseThrow().access().role()).isEqualTo("viewer");
  }

  @Test
  void endsForGoodAndIsInTheAuditLog() {
    Caller caller = fixture.caller();
    UUID id = begin(caller, null, Instant.now().plusSeconds(60));
    sessions.end(caller.orgId(), id, actor(caller));
    sessions.end(caller.orgId(), id, actor(caller));
    assertThat(find(caller, id)).isEmpty();
    List<String> actions =
        fixture
            .sql()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT action FROM audit_log WHERE org_id = :org AND target_id = :id"
                            + " ORDER BY id")
                    .bind("org", caller.orgId().value())
                    .bind("id", id.toString())
                    .mapTo(String.class)
                    .list());
    assertThat(actions).containsExactly("console_session.begin", "console_session.end");
  }

  @Test
  void endsWhenItsTimeIsOverOrItWasNotUsed() {
    Caller caller = fixture.caller();
    assertThat(find(caller, begin(caller, null, Instant.now().minusSeconds(1)))).isEmpty();
    UUID unused = begin(caller, null, Instant.now().plusSeconds(600));
    run(caller, "UPDATE console_sessions SET used_at = now() - interval '61 min' WHERE org_id = ?");
    assertThat(find(caller, unused)).isEmpty();
    sessions.touch(caller.orgId(), unused);
    assertThat(find(caller, unused)).isPresent();
  }

  @Test
  void forgetsWhatIsOverWhenAnotherBegins() {
    Caller caller = fixture.caller();
    begin(caller, null, Instant.now().minusSeconds(1));
    begin(caller, null, Instant.now().plusSeconds(60));
    int left =
        fixture
            .sql()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT count(*) FROM console_sessions WHERE org_id = :org")
                    .bind("org", caller.orgId().value())
                    .mapTo(Integer.class)
                    .one());
    assertThat(left).isEqualTo(1);
  }

  @Test
  void endsWithItsUserItsOrganizationAndItsKey() {
    for (String end :
        Set.of(
            "UPDATE users SET status = 'disabled' WHERE org_id = ?",
            "UPDATE organizations SET status = 'suspended' WHERE org_id = ?",
            "UPDATE organizations SET signed = true WHERE org_id = ?",
            "UPDATE api_keys SET signed = true WHERE org_id = ?",
            "UPDATE api_keys SET revoked_at = now() WHERE org_id = ?",
            "UPDATE api_keys SET expires_at = now() WHERE org_id = ?")) {
      Caller caller = fixture.caller();
      UUID id = begin(caller, key(caller, Set.of(Permission.RUNS_READ)), later());
      assertThat(find(caller, id).orElseThrow().scopes()).containsExactly(Permission.RUNS_READ);
      run(caller, end);
      assertThat(find(caller, id)).as(end).isEmpty();
    }
  }

  @Test
  void isNotFoundInAnotherOrganization() {
    Caller caller = fixture.caller();
    UUID id = begin(caller, null, later());
    Caller stranger = fixture.caller();
    assertThat(find(stranger, id)).isEmpty();
    sessions.touch(stranger.orgId(), id);
    sessions.end(stranger.orgId(), id, actor(stranger));
    assertThat(find(caller, id)).isPresent();
  }

  private UUID begin(Caller caller, @Nullable UUID key, Instant expires) {
    UUID id = fixture.id();
    sessions.begin(
        new ConsoleSession(caller.orgId(), id, caller.userId(), HASH, key, Instant.now(), expires),
        actor(caller));
    return id;
  }

  private UUID key(Caller caller, Set<Permission> scopes) {
    ApiKey key =
        ApiKey.of(caller.orgId(), fixture.id(), caller.userId(), "k", HASH, scopes, Instant.now());
    fixture.store().tenants().addKey(key);
    return key.id();
  }

  private Optional<ConsoleSessions.SignedIn> find(Caller caller, UUID id) {
    return sessions.find(caller.orgId(), id, IDLE);
  }

  private void run(Caller caller, String sql) {
    fixture.sql().useHandle(handle -> handle.execute(sql, caller.orgId().value()));
  }

  private static Actor actor(Caller caller) {
    return Actor.of(caller, "203.0.113.9", "a browser");
  }

  private static Instant later() {
    return Instant.now().plusSeconds(60);
  }
}
