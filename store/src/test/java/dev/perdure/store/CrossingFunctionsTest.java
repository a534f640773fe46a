package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.port.PageRequest;
import dev.perdure.core.run.Run;
import dev.perdure.core.tenant.Caller;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The few functions that look across organizations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossingFunctionsTest {

  private final StoreFixture fixture = new StoreFixture(CrossingFunctionsTest.class);

  @AfterAll
  void close() {
    fixture.close();
  }

  private List<String> texts(String query) {
    return fixture.sql().withHandle(h -> h.createQuery(query).mapTo(String.class).list());
  }

  /** A function that is added here has a test of what it answers. */
  @Test
  void answersNoMoreThanTheseColumns() {
    assertThat(
            texts(
                """
                SELECT proname || ' -> ' || pg_get_function_result(oid) FROM pg_proc
                WHERE pronamespace = 'crossing'::regnamespace ORDER BY proname
                """))
        .contains(
            "erase_audit_log -> integer",
            "mask_audit_log -> bigint",
            "operator_organization -> uuid",
            "organization_of_invitation -> uuid",
            "organization_of_key -> uuid",
            "organization_of_slug -> uuid",
            "organizations -> TABLE(org_id uuid, slug text, name text, plan text, status text,"
                + " operator boolean, signed boolean, created_at timestamp with time zone)",
            "organizations_with_files_to_clear -> TABLE(org_id uuid)",
            "organizations_with_runs_to_start -> TABLE(org_id uuid)",
            "organizations_with_keysets -> TABLE(org_id uuid)",
            "reseal_signing_key -> boolean",
            "runs_to_pause -> TABLE(org_id uuid, session_id uuid, id uuid)",
            "runs_starting -> TABLE(org_id uuid, session_id uuid, id uuid)",
            "runs_with_untaken_commands -> TABLE(org_id uuid, session_id uuid, id uuid)",
            "sessions_with_words -> SETOF uuid",
            "take_erasure -> TABLE(org_id uuid, subject uuid, accepted_at timestamp with time zone)",
            "take_unchecked_runs -> TABLE(org_id uuid, session_id uuid, id uuid, status text)");
  }

  @Test
  void everyFunctionRunsAsTheCrossingRoleAndIsCalledByTheServiceOnly() {
    assertThat(
            texts(
                """
                SELECT proname::text FROM pg_proc
                WHERE pronamespace = 'crossing'::regnamespace
                  AND NOT (prosecdef AND pg_get_userbyid(proowner) = 'perdure_crossing'
                    AND array_to_string(proconfig, ' ') LIKE '%search_path=pg_catalog,%pg_temp'
                    AND NOT has_function_privilege('public', oid, 'EXECUTE')
                    AND has_function_privilege('perdure_app', oid, 'EXECUTE'))
                """))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT hash FROM api_keys",
        "UPDATE organizations SET status = 'active'",
        "SELECT hash FROM invitations",
        "SELECT name FROM users",
        "SELECT * FROM audit_log",
        "UPDATE audit_log SET user_id = NULL",
        "UPDATE audit_log SET action = 'nothing'",
        "SELECT counts FROM erasures",
        "DELETE FROM erasures",
        "UPDATE users SET name = 'x'",
        "SELECT email FROM invitations",
        "SELECT input FROM runs",
        "SELECT payload FROM commands",
        "SELECT content FROM messages",
        "UPDATE runs SET status = 'failed'",
        "DELETE FROM runs",
        "SELECT * FROM execution_logs",
        "SELECT * FROM artifacts",
        "CREATE FUNCTION crossing.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
      })
  void theirRoleSeesOnlyWhatTheyNeed(String statement) {
    assertThatThrownBy(() ->
            fixture
                .sql()
                .useTransaction(handle -> {
                  handle.execute("SET LOCAL ROLE perdure_crossing");
                  handle.execute(statement);
                }))
        .hasMessageContaining("permission denied");
  }

  @Test
  void findWhoseAKeyIs() {
    Caller caller = fixture.caller();
    UUID key = fixture.id();
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO api_keys (org_id, id, user_id, name, hash, permissions) VALUES (?, ?,"
                    + " ?, 'k', '\\x00', '{*}')",
                caller.orgId().value(),
                key,
                caller.userId()));
    assertThat(fixture.store().identities().findKey(key).orElseThrow().key().orgId())
        .isEqualTo(caller.orgId());
    assertThat(fixture.store().identities().findKey(fixture.id())).isEmpty();
  }

  @Test
  @InTheClear
  void findWordsInTheCurrentOrganizationOnly() {
    Caller ours = fixture.caller();
    Caller theirs = fixture.caller();
    Run our = fixture.begun(fixture.start(ours, fixture.agent(ours).id(), null, "a quokka"));
    fixture.begun(fixture.start(theirs, fixture.agent(theirs).id(), null, "their quokka"));
    var found =
        fixture.store().sessions().list(ours.orgId(), "quokka", null, new PageRequest(10, null));
    assertThat(found.items()).extracting(session -> session.id()).containsExactly(our.sessionId());
    List<UUID> withoutOrganization =
        fixture
            .service()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT crossing.sessions_with_words('quokka')")
                    .mapTo(UUID.class)
                    .list());
    assertThat(withoutOrganization).isEmpty();
  }

  @Test
  void wordsAreFoundByTheirIndex() {
    List<String> plan =
        fixture
            .sql()
            .inTransaction(handle -> {
              handle.execute("SET LOCAL ROLE perdure_crossing");
              handle.execute("SET LOCAL enable_seqscan = off");
              handle.execute("SET LOCAL enable_indexscan = off");
              return handle
                  .createQuery(
                      "EXPLAIN SELECT session_id FROM messages WHERE words @@ to_tsquery('simple',"
                          + " 'quokka')")
                  .mapTo(String.class)
                  .list();
            });
    assertThat(String.join(" ", plan)).contains("messages_words");
  }
}
