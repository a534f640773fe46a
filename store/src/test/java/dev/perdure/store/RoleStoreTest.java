package dev.perdure.store;

import static dev.perdure.core.tenant.Permission.AGENTS_READ;
import static dev.perdure.core.tenant.Permission.DATA_ERASE;
import static dev.perdure.core.tenant.Permission.ORGANIZATIONS_ADMIN;
import static dev.perdure.core.tenant.Permission.RUNS_READ;
import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.RoleStore;
import dev.perdure.core.port.UserStore.UserFilter;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.Role;
import dev.perdure.core.tenant.RoleDefinition;
import dev.perdure.core.tenant.User;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoleStoreTest {

  private final StoreFixture fixture = new StoreFixture(RoleStoreTest.class);
  private final AdminFixture admin = new AdminFixture(fixture);
  private final RoleStore roles = fixture.store().roles();
  private final Requester owner = admin.owner();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void listsTheBuiltInOnesAndOnesOwn() {
    Requester own = admin.owner();
    roles.create(own, "auditor", "Reads on.", Set.of(RUNS_READ));
    assertThat(roles.list(own.orgId()))
        .extracting(RoleDefinition::name)
        .startsWith(Arrays.stream(Role.values()).map(Role::wireName).toArray(String[]::new))
        .endsWith("auditor");
    assertThat(roles.get(own.orgId(), "owner").orElseThrow().permissions())
        .as("without what only the operator's people may")
        .contains(DATA_ERASE)
        .doesNotContain(ORGANIZATIONS_ADMIN);
    assertThat(roles.get(own.orgId(), "nobody")).isEmpty();
  }

  @Test
  void whatARoleAllowsItsUsersMay() {
    roles.create(owner, "reader", null, Set.of(RUNS_READ));
    User user = admin.user(owner, "reader");
    assertThat(allowed(user)).containsExactly(RUNS_READ);
    roles.update(owner, "reader", "", Set.of(RUNS_READ, AGENTS_READ));
    assertThat(allowed(user)).containsExactlyInAnyOrder(RUNS_READ, AGENTS_READ);
    assertRefused("role_in_use", () -> roles.delete(owner, "reader"));
    fixture.store().users().remove(owner, user.id());
    roles.delete(owner, "reader");
    assertThat(roles.get(owner.orgId(), "reader")).isEmpty();
    assertThat(admin.actions(owner, "reader"))
        .containsExactly("role.delete", "role.update", "role.create");
  }

  @Test
  void builtInOnesStayAsTheyAre() {
    assertRefused("role_taken", () -> roles.create(owner, "owner", null, Set.of()));
    assertRefused("role_built_in", () -> roles.update(owner, "viewer", "x", null));
    assertRefused("role_built_in", () -> roles.delete(owner, "viewer"));
    assertRefused("role_not_found", () -> roles.delete(owner, "nobody"));
  }

  @Test
  void nobodyMakesOrChangesARoleAboveTheirOwn() {
    Requester lesser = admin.somebody(owner, Role.ADMIN);
    assertRefused(
        "permission_exceeded", () -> roles.create(lesser, "eraser", null, Set.of(DATA_ERASE)));
    roles.create(owner, "eraser", null, Set.of(DATA_ERASE));
    assertRefused("permission_exceeded", () -> roles.update(lesser, "eraser", "x", Set.of()));
    assertRefused("permission_exceeded", () -> roles.delete(lesser, "eraser"));
    assertRefused(
        "permission_exceeded",
        () -> roles.create(owner, "crossing", null, Set.of(ORGANIZATIONS_ADMIN)));
  }

  @Test
  void isMadeOnceThoughSeveralAskAtOnce() {
    List<String> outcomes =
        AdminFixture.outcomes(4, _ -> roles.create(owner, "once", null, Set.of(RUNS_READ)).name());
    assertThat(outcomes).containsOnlyOnce("once").filteredOn("role_taken"::equals).hasSize(3);
  }

  @Test
  void isNotRemovedWhileSomebodyIsGivenIt() {
    for (int round = 0; round < 5; round++) {
      String name = "race-" + round;
      roles.create(owner, name, null, Set.of(RUNS_READ));
      AdminFixture.outcomes(
          2,
          n -> {
            if (n == 0) {
              return admin.user(owner, name).role();
            }
            roles.delete(owner, name);
            return "deleted";
          });
      boolean used =
          fixture
              .store()
              .users()
              .list(owner.orgId(), new UserFilter(null, name, null), StoreFixture.ALL)
              .items()
              .stream()
              .findAny()
              .isPresent();
      assertThat(roles.get(owner.orgId(), name).isPresent()).isEqualTo(used);
    }
  }

  private Set<Permission> allowed(User user) {
    return fixture.store().identities().access(user.orgId(), user.id()).orElseThrow().permissions();
  }
}
