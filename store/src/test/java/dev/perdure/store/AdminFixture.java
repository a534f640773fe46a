package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.ApiKeyStore.NewKey;
import dev.perdure.core.port.ApiKeyStore.StoredKey;
import dev.perdure.core.port.AuditLog.AuditFilter;
import dev.perdure.core.port.AuditLog.Recorded;
import dev.perdure.core.port.UserStore.NewUser;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.Role;
import dev.perdure.core.tenant.User;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Short ways to do what tests of the Admin API's stores do. */
final class AdminFixture {

  private final StoreFixture fixture;

  AdminFixture(StoreFixture fixture) {
    this.fixture = fixture;
  }

  /** The owner of a fresh organization, with what an owner may. */
  Requester owner() {
    return owner(fixture.caller());
  }

  static Requester owner(Caller caller) {
    Set<Permission> held = EnumSet.copyOf(Permission.all());
    held.remove(Permission.ORGANIZATIONS_ADMIN);
    return as(caller, held);
  }

  static Requester as(Caller caller, Set<Permission> held) {
    return new Requester(
        new Caller(caller.orgId(), caller.userId(), caller.credential(), held),
        "192.0.2.7",
        "curl/8.5");
  }

  /** Somebody else of the same organization. */
  Requester somebody(Requester owner, Role role) {
    User user = user(owner, role.wireName());
    Set<Permission> held = EnumSet.copyOf(role.permissions());
    held.remove(Permission.ORGANIZATIONS_ADMIN);
    return as(new Caller(owner.orgId(), user.id(), owner.caller().credential(), Set.of()), held);
  }

  User user(Requester by, String role) {
    String name = "user-" + fixture.id();
    return fixture
        .store()
        .users()
        .create(by, new NewUser(name, name + "@example.org", role), null)
        .value();
  }

  NewKey wanted(UUID userId, @Nullable Set<Permission> scopes) {
    return new NewKey(
        fixture.id(),
        userId,
        "laptop",
        new byte[] {1},
        scopes,
        List.of("10.0.0.0/8"),
        true,
        null,
        null);
  }

  StoredKey key(Requester by) {
    return fixture
        .store()
        .keys()
        .create(by, wanted(by.caller().userId(), Set.of(Permission.RUNS_READ)), null)
        .value();
  }

  /** Actions about a thing, the latest first. */
  List<String> actions(Requester of, Object id) {
    return entries(of, id).stream().map(recorded -> recorded.entry().action()).toList();
  }

  List<Recorded> entries(Requester of, Object id) {
    return fixture
        .store()
        .audit()
        .search(
            of.orgId(),
            new AuditFilter(null, null, null, null, null, id.toString(), null),
            StoreFixture.ALL)
        .items();
  }

  /** What comes of a call that several make at once: its answer, or the code of its refusal. */
  static List<String> outcomes(int count, IntFunction<String> call) {
    return Together.call(
        count,
        n -> {
          try {
            return call.apply(n);
          } catch (PerdureException e) {
            return e.error().code();
          }
        });
  }
}
