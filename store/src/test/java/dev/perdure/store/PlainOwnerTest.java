package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.Run;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Requester;
import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tables that belong to an ordinary role, as on a server of a provider: it is no superuser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlainOwnerTest {

  private final PostgresAddress admin = SharedDevStack.get().addresses().postgres();
  private final String name = "t_owner_" + Ids.timeOrdered().get().toString().substring(24);
  private final PostgresAddress owner = admin.withDatabase(name).as(name, "secret");
  private String refusal = "";
  private StoreFixture fixture;

  @BeforeAll
  void migrate() {
    run("CREATE ROLE " + name + " LOGIN CREATEROLE PASSWORD 'secret'");
    run("CREATE DATABASE " + name + " OWNER " + name);
    // The roles of this server were made by another: the owner may not give functions to them.
    new StoreFixture(PlainOwnerTest.class).close();
    try (HikariDataSource pool = Pools.open("owner", StoreFixture.config(owner))) {
      try {
        Migrations.apply(pool);
      } catch (RuntimeException e) {
        refusal = String.valueOf(e.getMessage());
      }
      run("GRANT perdure_app, perdure_crossing TO " + name + " WITH ADMIN OPTION");
      Migrations.apply(pool);
      LoginRole.ensure(pool, StoreFixture.config(TestStack.service(owner).as("s" + name, "own")));
    }
    fixture = new StoreFixture(owner, owner.as("s" + name, "own"));
  }

  @AfterAll
  void drop() {
    fixture.close();
    run("DROP DATABASE " + name + " (FORCE)");
    run("DROP ROLE s" + name);
    run("DROP OWNED BY " + name);
    run("DROP ROLE " + name);
  }

  private void run(String sql) {
    Jdbi.create(admin.jdbcUrl(), admin.user(), admin.password())
        .useHandle(handle -> handle.execute(sql));
  }

  private static long steps(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM steps").mapTo(Long.class).one();
  }

  @Test
  void saysWhatAnAdministratorMustRun() {
    assertThat(refusal)
        .contains("may not act as the role perdure_crossing")
        .contains("GRANT perdure_app, perdure_crossing TO " + name + " WITH ADMIN OPTION");
  }

  @Test
  void theOwnerSeesRowsInMigrationsOnly() {
    fixture.claim(fixture.running(fixture.caller()), 1);
    Jdbi sql = fixture.sql();
    assertThat((long) sql.withHandle(PlainOwnerTest::steps)).isZero();
    long inMigrations =
        sql.withHandle(handle -> {
          handle.begin();
          handle.execute("SET LOCAL app.maintenance = 'on'");
          long seen = steps(handle);
          handle.rollback();
          return seen;
        });
    assertThat(inMigrations).isPositive();
  }

  @Test
  void foreignKeysCascadeUnderForcedRowLevelSecurity() {
    Caller caller = fixture.caller();
    Run run = fixture.running(caller);
    fixture.store().steps().commitThought(fixture.claim(run, 1), fixture.answer("done"));
    fixture.store().runs().finish(run.ref(), new Ending.Answered(2));
    fixture.store().sessions().delete(Requester.of(caller), run.sessionId());
    assertThat(fixture.store().runs().get(caller.orgId(), run.id())).isEmpty();
    assertThat(fixture.store().runs().steps(caller.orgId(), run.id())).isEmpty();
  }

  @Test
  void theSweepersLookWorksForTablesOfAnOrdinaryOwner() {
    Caller caller = fixture.caller();
    Run run = fixture.start(caller, fixture.agent(caller).id(), null, "hello");
    assertThat(fixture.store().recovery().startingFor(Duration.ZERO, 100)).contains(run.ref());
  }

  @Test
  void theOwnerItselfIsRefusedAsTheService() {
    try (HikariDataSource pool = Pools.open("owner", StoreFixture.config(owner))) {
      Store store = StoreFactory.create(pool, Ids.timeOrdered());
      assertRefused("database_unavailable", () -> store.tenants().findOrganization("any"));
    }
  }
}
