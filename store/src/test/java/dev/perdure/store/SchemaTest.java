package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.run.Run;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the database refuses on its own, whatever the code does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaTest {

  private final StoreFixture fixture = new StoreFixture(SchemaTest.class);
  private Run run;
  private Caller stranger;

  @BeforeAll
  void liveData() {
    run = fixture.running(fixture.caller());
    stranger = fixture.caller();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private List<String> names(String sql) {
    return fixture.sql().withHandle(h -> h.createQuery(sql).mapTo(String.class).list());
  }

  @Test
  void beginsEveryPrimaryKeyWithTheOrganization() {
    List<String> tables = fixture.sql().withHandle(Schema::tables);
    assertThat(tables)
        .contains("runs", "execution_logs", "idempotency_keys")
        .hasSizeGreaterThan(15);
    assertThat(
            names(
                """
                SELECT c.conrelid::regclass::text FROM pg_constraint c
                JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                WHERE c.contype = 'p' AND a.attname = 'org_id' ORDER BY 1
                """))
        .containsExactlyElementsOf(tables);
  }

  @Test
  void beginsEveryForeignKeyWithTheOrganization() {
    assertThat(
            names(
                """
                SELECT c.conrelid::regclass || '.' || a.attname FROM pg_constraint c
                JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                WHERE c.contype = 'f' AND a.attname <> 'org_id'
                """))
        .isEmpty();
  }

  @Test
  void saysWhatEveryTableIsFor() {
    assertThat(
            names(
                """
                SELECT relname::text FROM pg_class
                WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                  AND relname <> 'flyway_schema_history' AND obj_description(oid) IS NULL
                """))
        .isEmpty();
  }

  @Test
  void hasAnIndexForEveryForeignKeyThatCascades() {
    // Else a delete that cascades reads the whole table.
    assertThat(
            names(
                """
                SELECT c.conrelid::regclass || ' ' || c.conkey::text FROM pg_constraint c
                WHERE c.contype = 'f'
                  AND c.confrelid NOT IN ('organizations'::regclass, 'agent_versions'::regclass)
                  AND c.confdeltype <> 'a'
                  AND NOT EXISTS (
                    SELECT FROM pg_index i WHERE i.indrelid = c.conrelid
                      AND i.indkey[0] = c.conkey[1] AND i.indkey[1] = c.conkey[2])
                """))
        .isEmpty();
  }

  @Test
  void holdsOneActiveRootRunPerSession() {
    assertThatThrownBy(() ->
            fixture
                .sql()
                .useHandle(
                    handle -> copyOfRun(handle, run.orgId().value(), "starting", fixture.id())))
        .hasMessageContaining("runs_one_active");
  }

  @Test
  void refusesARowThatRefersToAnotherTenantsRow() {
    assertThatThrownBy(() ->
            fixture
                .sql()
                .useHandle(
                    handle -> copyOfRun(handle, stranger.orgId().value(), "queued", fixture.id())))
        .hasMessageContaining("foreign key");
  }

  @Test
  void refusesStatesThatContradictThemselves() {
    assertThatThrownBy(() -> set("status = 'waiting'")).hasMessageContaining("check");
    assertThatThrownBy(() -> set("status = 'failed'")).hasMessageContaining("check");
    assertThatThrownBy(() -> set("status = 'sleeping'")).hasMessageContaining("check");
  }

  @Test
  void migratesOnce() {
    Integer again = fixture.migrateAgain();
    assertThat(again).isZero();
  }

  private void set(String change) {
    fixture
        .sql()
        .useHandle(
            handle -> handle.execute("UPDATE runs SET " + change + " WHERE id = ?", run.id()));
  }

  private void copyOfRun(Handle handle, UUID org, String status, UUID id) {
    handle.execute(
        """
        INSERT INTO runs (org_id, id, session_id, thread_id, agent_id, agent_version, status,
                          input_policy, input, created_by)
        SELECT ?, ?, session_id, thread_id, agent_id, agent_version, ?, input_policy, input,
               created_by
        FROM runs WHERE id = ?
        """,
        org,
        id,
        status,
        run.id());
  }
}
