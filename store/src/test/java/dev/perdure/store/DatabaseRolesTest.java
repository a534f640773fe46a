package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.TestStack;
import dev.perdure.store.LoginRole.LoginRoleException;
import dev.perdure.store.RoleCheck.Fitness;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As whom the service may log in, and who makes that role. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseRolesTest {

  private final StoreFixture fixture = new StoreFixture(DatabaseRolesTest.class);
  private final List<String> made = new ArrayList<>();

  @AfterEach
  void dropRoles() {
    made.forEach(role -> {
      admin("DROP OWNED BY \"" + role + "\"");
      admin("DROP ROLE \"" + role + "\"");
    });
    made.clear();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private void admin(String sql) {
    fixture.sql().useHandle(handle -> handle.execute(sql));
  }

  private String newName() {
    String name = "t_role_" + fixture.id().toString().substring(24);
    made.add(name);
    return name;
  }

  /** A role that may log in. */
  private String role(String attributes) {
    String name = newName();
    admin("CREATE ROLE " + name + " LOGIN PASSWORD 'secret' " + attributes);
    return name;
  }

  private PostgresAddress as(String role) {
    return fixture.address().as(role, "secret");
  }

  private Fitness look(PostgresAddress address) {
    try (HikariDataSource pool = Pools.open("role", StoreFixture.config(address))) {
      return RoleCheck.look(pool);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertRefusedAsPassing(String role, String why) {
    Fitness fitness = look(as(role));
    assertThat(fitness.passes()).isTrue();
    assertThat(fitness.toString())
        .contains(role, why, "PERDURE_POSTGRES_USER", "PERDURE_POSTGRES_OWNER_USER");
    try (HikariDataSource pool = Pools.open("role", StoreFixture.config(as(role)))) {
      Store store = StoreFactory.create(pool, Ids.timeOrdered());
      assertRefused("database_unavailable", () -> store.tenants().findOrganization("any"));
    }
  }

  @Test
  void theRoleThatMigrateMakesIsFit() {
    assertThat(look(TestStack.service(fixture.address())).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SUPERUSER", "BYPASSRLS", "CREATEROLE", "REPLICATION"})
  void aRoleWithSuchPowersIsRefused(String power) {
    String role = role(power);
    admin("GRANT perdure_app TO " + role);
    assertRefusedAsPassing(
        role,
        switch (power) {
          case "SUPERUSER" -> "is a superuser";
          case "BYPASSRLS" -> "may bypass";
          case "CREATEROLE" -> "may make roles";
          default -> "may replicate";
        });
  }

  @Test
  void aRoleThatCanBecomeSuchAOneIsRefused() {
    String role = role("NOINHERIT");
    admin("GRANT perdure_app TO " + role);
    admin("GRANT " + fixture.address().user() + " TO " + role);
    assertRefusedAsPassing(role, "is a superuser");
  }

  @Test
  void aMemberOfTheCrossingRoleIsRefused() {
    String role = role("");
    admin("GRANT perdure_app, perdure_crossing TO " + role);
    assertRefusedAsPassing(role, "is a member of perdure_crossing");
  }

  @Test
  void anOwnerOfTablesIsRefused() {
    String role = role("");
    admin("GRANT perdure_app TO " + role);
    admin("CREATE TABLE owned (id integer)");
    admin("ALTER TABLE owned OWNER TO " + role);
    assertRefusedAsPassing(role, "owns tables");
  }

  @Test
  void aRoleThatMayMakeThingsInTheSchemaIsRefused() {
    String role = role("");
    admin("GRANT perdure_app TO " + role);
    admin("GRANT CREATE ON SCHEMA public TO " + role);
    assertRefusedAsPassing(role, "may make things in the schema");
  }

  @Test
  void aTableThatIsOpenToTheServiceIsRefused() {
    admin("CREATE TABLE left_open (org_id uuid)");
    try {
      assertThat(look(TestStack.service(fixture.address())).problems()).isEmpty();
      admin("GRANT SELECT ON left_open TO perdure_app");
      Fitness fitness = look(TestStack.service(fixture.address()));
      assertThat(fitness.passes()).isTrue();
      assertThat(fitness.toString()).contains("left_open");
    } finally {
      admin("DROP TABLE left_open");
    }
  }

  @Test
  void aRoleThatIsNotAMemberWaitsForTheMigration() {
    Fitness fitness = look(as(role("")));
    assertThat(fitness.passes()).isFalse();
    assertThat(fitness.toString()).contains("Run migrate");
  }

  private void ensure(PostgresAddress owner, PostgresAddress login) {
    try (HikariDataSource pool = Pools.open("owner", StoreFixture.config(owner))) {
      LoginRole.ensure(pool, StoreFixture.config(login));
    }
  }

  @Test
  void makesTheRoleOnceAndFollowsItsPassword() {
    String odd = newName() + " 'odd\"";
    PostgresAddress login = fixture.address().as(odd, "it's \"one\"");
    made.clear();
    try {
      ensure(fixture.address(), login);
      assertThat(look(login).problems()).isEmpty();
      ensure(fixture.address(), login);
      PostgresAddress changed = fixture.address().as(odd, "another");
      ensure(fixture.address(), changed);
      assertThat(look(changed).problems()).isEmpty();
    } finally {
      admin("DROP ROLE \"" + odd.replace("\"", "\"\"") + "\"");
    }
  }

  @Test
  void severalDatabasesOfOneServerMayMakeItAtOnce() {
    String name = newName();
    List<Boolean> done =
        Together.call(
            6,
            n -> {
              ensure(fixture.address(), fixture.address().as(name, "password-" + n));
              return true;
            });
    assertThat(done).hasSize(6).containsOnly(true);
  }

  @Test
  void aRoleThatPassesRowLevelSecurityIsNotTouched() {
    String role = role("BYPASSRLS");
    PostgresAddress login = fixture.address().as(role, "other");
    assertThatThrownBy(() -> ensure(fixture.address(), login))
        .isInstanceOf(LoginRoleException.class)
        .hasMessageContaining(role);
    assertThat(look(as(role)).passes()).as("the password is what it was").isTrue();
  }

  @Test
  void anOwnerWhoMayNotMakeItSaysWhatToRun() {
    PostgresAddress owner = as(role(""));
    String wanted = "t_wanted_" + fixture.id().toString().substring(24);
    assertThatThrownBy(() -> ensure(owner, fixture.address().as(wanted, "secret-of-mine")))
        .isInstanceOf(LoginRoleException.class)
        .hasMessageContaining("CREATE ROLE \"" + wanted + "\" LOGIN PASSWORD")
        .hasMessageContaining("GRANT perdure_app TO \"" + wanted + "\"")
        .hasMessageNotContaining("secret-of-mine");
  }
}
