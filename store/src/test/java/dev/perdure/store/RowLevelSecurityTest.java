package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What row-level security alone refuses: SQL of the service's own role, past the repositories. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowLevelSecurityTest {

  /** Of some tables the service may not even change its own rows, as those of the audit log. */
  private static final String REFUSED =
      "(?s).*(violates row-level security policy|permission denied for table).*";

  private static final String NOT_CHANGED = "permission denied for table";

  private final StoreFixture fixture = new StoreFixture(RowLevelSecurityTest.class);
  private final Caller ours = fixture.caller();
  private final Caller theirs = fixture.caller();
  private final UUID we = ours.orgId().value();
  private final UUID they = theirs.orgId().value();

  @BeforeAll
  void fill() {
    EveryTable.fill(fixture, ours);
    EveryTable.fill(fixture, theirs);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  List<String> tables() {
    return fixture.sql().withHandle(Schema::tables);
  }

  /** One transaction of the service, for an organization or for none; nothing of it stays. */
  private <T> T as(@Nullable UUID org, Function<Handle, T> work) {
    try (Handle handle = fixture.service().open()) {
      handle.begin();
      try {
        if (org != null) {
          handle.execute("SELECT set_config('app.org_id', ?, true)", org.toString());
        }
        return work.apply(handle);
      } finally {
        handle.rollback();
      }
    }
  }

  private static long count(Handle handle, String table) {
    return handle.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one();
  }

  private long seen(@Nullable UUID org, String table) {
    return as(org, handle -> count(handle, table));
  }

  /** How many rows a statement changes; none when the service may never change such. */
  private int changed(@Nullable UUID org, String sql, Object... arguments) {
    return as(
        org,
        handle -> {
          try {
            return handle.execute(sql, arguments);
          } catch (JdbiException e) {
            assertThat(e).hasMessageContaining(NOT_CHANGED);
            return 0;
          }
        });
  }

  private int insert(@Nullable UUID org, String table, String row) {
    return as(
        org,
        handle ->
            handle.execute(
                "INSERT INTO %1$s OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_record(NULL::%1$s, ?::jsonb)"
                    .formatted(table),
                row));
  }

  private String rowOf(String table, UUID org) {
    return fixture
        .sql()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT to_jsonb(t)::text FROM " + table + " t WHERE org_id = :org LIMIT 1")
                .bind("org", org)
                .mapTo(String.class)
                .one());
  }

  @Test
  void everyTableIsProtected() {
    List<String> open =
        fixture
            .sql()
            .withHandle(handle ->
                handle
                    .createQuery(
                        """
                        SELECT c.relname::text FROM pg_class c
                        WHERE c.relnamespace = 'public'::regnamespace
                          AND c.relkind IN ('r', 'p', 'm', 'f', 'v')
                          AND c.relname <> 'flyway_schema_history'
                          AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
                            SELECT FROM pg_policies p
                            WHERE p.tablename = c.relname AND p.policyname = 'tenant'
                              AND p.cmd = 'ALL' AND p.roles = '{perdure_app}'
                              AND p.qual LIKE '(org_id = (NULLIF(current_setting(''app.org_id''%'
                              AND p.with_check = p.qual))
                        """)
                    .mapTo(String.class)
                    .list());
    assertThat(open).as("end their migrations with SELECT perdure_protect('…')").isEmpty();
  }

  @Test
  void nothingButThePoliciesOfPerdureIsInForce() {
    List<String> others =
        fixture
            .sql()
            .withHandle(handle ->
                handle
                    .createQuery(
                        """
                        SELECT tablename || ' ' || policyname || ' ' || roles::text FROM pg_policies
                        WHERE (policyname, roles::text) NOT IN (
                          ('tenant', '{perdure_app}'), ('crossing', '{perdure_crossing}'),
                          ('maintenance', '{' || current_user || '}'))
                        """)
                    .mapTo(String.class)
                    .list());
    assertThat(others).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void withoutAnOrganizationNothingIsSeenOrWritten(String table) {
    String row = rowOf(table, we);
    assertThat(seen(null, table)).isZero();
    assertThat(changed(null, "UPDATE " + table + " SET org_id = org_id")).isZero();
    assertThat(changed(null, "DELETE FROM " + table)).isZero();
    assertThatThrownBy(() -> insert(null, table, row)).message().matches(REFUSED);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void anOrganizationSeesItsOwnRowsAndNoOthers(String table) {
    long own = rows(table, we);
    long others = as(we, handle -> EveryTable.count(handle, table, they));
    assertThat(own).isPositive();
    assertThat(rows(table, they)).isPositive();
    assertThat(seen(we, table)).isEqualTo(own);
    assertThat(others).isZero();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void anOrganizationChangesNoOthersRows(String table) {
    String update = "UPDATE " + table + " SET org_id = org_id";
    assertThat(changed(we, update)).isIn(0, Math.toIntExact(rows(table, we)));
    assertThat(changed(we, update + " WHERE org_id = ?", they)).isZero();
    assertThat(changed(we, "DELETE FROM " + table + " WHERE org_id = ?", they)).isZero();
    String move = "UPDATE " + table + " SET org_id = ?";
    assertThatThrownBy(() -> as(we, handle -> handle.execute(move, they)))
        .message()
        .matches(REFUSED);
    String foreign = rowOf(table, they);
    assertThatThrownBy(() -> insert(we, table, foreign)).message().matches(REFUSED);
  }

  private long rows(String table, UUID org) {
    return fixture.sql().withHandle(handle -> EveryTable.count(handle, table, org));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET ROLE perdure",
        "SET ROLE perdure_crossing",
        "ALTER TABLE runs DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE runs NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON runs",
        "ALTER POLICY tenant ON runs USING (true)",
        "CREATE POLICY mine ON runs USING (true)",
        "TRUNCATE runs CASCADE",
        "SELECT perdure_protect('runs')",
        "SELECT perdure_reveal('runs')",
        "SELECT perdure_crossing_function('crossing.organization_of_key(uuid)')",
        "CREATE FUNCTION crossing.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "ALTER FUNCTION crossing.organization_of_key(uuid) SECURITY INVOKER",
        "CREATE TABLE public.mine (id integer)",
        "CREATE FUNCTION public.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE TRIGGER mine BEFORE UPDATE ON runs FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "SET session_replication_role = replica",
        "GRANT perdure_crossing TO CURRENT_USER",
        "SELECT * FROM flyway_schema_history",
      })
  void theServiceCanNotGetAround(String statement) {
    assertThatThrownBy(() -> as(we, handle -> handle.execute(statement)))
        .hasMessageFindingMatch("permission denied|must be owner");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SET LOCAL app.maintenance = 'on'", "SET LOCAL app.org_id = ''"})
  void settingsThatAnyoneMayChangeShowNothing(String setting) {
    long seen =
        as(
            null,
            handle -> {
              handle.execute(setting);
              return count(handle, "runs");
            });
    assertThat(seen).isZero();
  }

  @Test
  void switchingRowSecurityOffIsAnErrorNotAWayRound() {
    assertThatThrownBy(() ->
            as(
                we,
                handle -> {
                  handle.execute("SET LOCAL row_security = off");
                  return count(handle, "runs");
                }))
        .hasMessageContaining("row-level security");
  }

  @Test
  void theCurrentOrganizationIsGoneWithItsTransaction() {
    Caller caller = ours;
    try (var pool = fixture.pool("ApplicationName=one");
        Handle handle = Jdbi.create(pool).open()) {
      handle.useTransaction(each -> CurrentOrg.set(each, caller.orgId()));
      assertThat(count(handle, "runs")).isZero();
      assertThatThrownBy(() ->
              handle.useTransaction(each -> {
                CurrentOrg.set(each, caller.orgId());
                assertThat(count(each, "runs")).isPositive();
                throw new IllegalStateException("fails");
              }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(count(handle, "runs")).isZero();
    }
  }

  @Test
  void theIndexesServeUnderThePolicies() {
    assertThat(plan("SELECT * FROM runs WHERE org_id = '%s' AND id = '%s'".formatted(we, they)))
        .as("the policy is compared once, not with each row")
        .contains(
            "One-Time Filter: ((NULLIF(current_setting('app.org_id'", "Index Scan using runs_");
    assertThat(plan("SELECT * FROM runs WHERE id = '%s'".formatted(they)))
        .as("the policy alone narrows by the index")
        .containsPattern("Index Cond: \\(+org_id = \\(NULLIF\\(current_setting\\('app.org_id'");
    assertThat(
            plan(
                "SELECT * FROM sessions WHERE org_id = '%s' AND (updated_at, id) < (now(), '%s') ORDER BY updated_at DESC, id DESC LIMIT 20"
                    .formatted(we, they)))
        .containsPattern("sessions_by_use.*\\s+Index Cond: .*ROW\\(updated_at, id\\)");
  }

  private String plan(String query) {
    return as(
        we,
        handle -> {
          handle.execute("SET LOCAL enable_seqscan = off");
          handle.execute("SET LOCAL enable_bitmapscan = off");
          handle.execute("SET LOCAL enable_sort = off");
          return String.join(
              "\n", handle.createQuery("EXPLAIN " + query).mapTo(String.class).list());
        });
  }
}
