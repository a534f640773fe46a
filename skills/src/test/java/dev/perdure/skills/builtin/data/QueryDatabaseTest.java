package dev.perdure.skills.builtin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHosts;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL over a real PostgreSQL: as a role that reads, and as one that could write. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryDatabaseTest {

  private static final String PASSWORD = "of-the-roles-5d";

  private final TestStack stack = SharedDevStack.get().forTest(QueryDatabaseTest.class);
  private final PostgresAddress address = stack.postgres();
  private final String reader = "reader_" + UUID.randomUUID().toString().substring(24);
  private final String writer = "writer_" + UUID.randomUUID().toString().substring(24);
  private Scene scene = null;

  @BeforeAll
  void open(@TempDir Path root) throws SQLException {
    for (String role : List.of(reader, writer)) {
      admin("CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'");
    }
    admin("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    admin("CREATE TABLE orders (id int PRIMARY KEY, item text NOT NULL, price numeric(10, 2))");
    admin("COMMENT ON COLUMN orders.price IS 'in euros'");
    admin("INSERT INTO orders SELECT i, 'item ' || i, i * 1.5 FROM generate_series(1, 3000) i");
    admin("CREATE TABLE hidden (secret text)");
    admin("INSERT INTO hidden VALUES ('not-for-queries')");
    admin("CREATE SCHEMA other CREATE TABLE things (id int REFERENCES public.orders)");
    admin("CREATE SEQUENCE counter");
    admin("GRANT USAGE ON SCHEMA other TO " + reader + ", " + writer);
    admin("GRANT SELECT ON orders, other.things TO " + reader + ", " + writer);
    admin("GRANT INSERT, UPDATE, DELETE, TRUNCATE ON orders TO " + writer);
    admin("GRANT USAGE, CREATE ON SCHEMA public TO " + writer);
    admin("GRANT ALL ON SEQUENCE counter TO " + writer);
    admin(
        "CREATE FUNCTION sneaky() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS"
            + " $$ BEGIN DELETE FROM orders; RETURN 1; END $$");
    scene = new Scene(root.resolve("queries"), Scene.SMALL, (_, host, _, _, _) -> loopback(host));
  }

  @AfterAll
  void close() throws IOException, SQLException {
    for (String role : List.of(reader, writer)) {
      admin("DROP OWNED BY " + role);
      admin("DROP ROLE " + role);
    }
    scene.close();
  }

  private static List<InetAddress> loopback(String host) {
    if (!host.equals("db.test")) {
      return OutboundHosts.none().resolve(new OrgId(UUID.randomUUID()), host, 1, 1, Cancellation.NEVER);
    }
    return List.of(InetAddress.getLoopbackAddress());
  }

  private void admin(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long count(String sql) {
    try (Connection connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private SkillContext context(String user) {
    return context(user, PASSWORD, Map.of());
  }

  private SkillContext context(String user, String password, Map<String, Object> more) {
    Map<String, Object> connection =
        new java.util.HashMap<>(
            Map.of(
                "name", "shop",
                "host", "db.test",
                "port", address.port(),
                "database", address.database(),
                "user", user,
                "tls", "off"));
    connection.putAll(more);
    return new SkillContext() {
      @Override
      public OrgId orgId() {
        return scene.org;
      }

      @Override
      public Map<String, Object> settings() {
        return Map.of("connections", List.of(connection));
      }

      @Override
      public Optional<String> secret(String name) {
        return name.equals("password:shop") ? Optional.of(password) : Optional.empty();
      }

      @Override
      public OutboundHttp http() {
        return OutboundHttp.none();
      }
    };
  }

  private ToolOutput query(String sql, String user) {
    return call("query_database", Map.of("connection", "shop", "sql", sql), context(user));
  }

  private ToolOutput call(String tool, Map<String, Object> arguments, SkillContext context) {
    return scene.call(tool, arguments, Cancellation.NEVER, context);
  }

  @Test
  void aQueryAnswersATable() {
    ToolOutput output =
        query("SELECT id, item, price, NULL AS nothing FROM orders ORDER BY id LIMIT 2;", reader);
    assertThat(output.content())
        .isEqualTo(
            """
            | id | item | price | nothing |
            | --- | --- | --- | --- |
            | 1 | item 1 | 1.50 | NULL |
            | 2 | item 2 | 3.00 | NULL |

            2 rows.""");
    assertThat(scene.folders()).isEmpty();
  }

  @Test
  void valuesKeepWhatJsonCanHold() {
    ToolOutput output =
        query(
            """
            SELECT 9007199254740993, 1.5::float8, 0.1234567890123456789, 'NaN'::numeric,
              '2026-01-02'::date, 'infinity'::timestamptz, '2026-01-02 03:04:05+00'::timestamptz,
              ARRAY[1, 2], ARRAY['a'], '{"a": [1]}'::jsonb, '\\x01'::bytea, true,
              '00000000-0000-0000-0000-000000000001'::uuid, '3 days'::interval, 'x'::refcursor,
              '{"a": 1}'::jsonb ? 'a'
            """,
            reader);
    assertThat(scene.table(output).get("rows").get(0).toString())
        .isEqualTo(
            """
            ["9007199254740993",1.5,"0.1234567890123456789","NaN","2026-01-02","infinity",\
            "2026-01-02 03:04:05+00",[1,2],["a"],"{\\"a\\": [1]}","(1 bytes)",true,\
            "00000000-0000-0000-0000-000000000001","3 days","x",true]""");
  }

  @Test
  void manyRowsAreCut() {
    ToolOutput output = query("SELECT * FROM orders a, orders b", reader);
    assertThat(output.content()).contains("The first 50 of more than 1001 rows.");
    assertThat(scene.table(output).get("rows")).hasSize(1_000);
    assertThat(query("SELECT repeat('x', 100000000)", reader).content())
        .satisfiesAnyOf(
            text -> assertThat(text).contains("needed more than"),
            text -> assertThat(text).contains("buffer"));
  }

  @Test
  void wrongSqlIsAnsweredWithWhatIsWrongAndWhere() {
    assertThat(query("SELECT id,\n  pice FROM orders", reader).content())
        .isEqualTo(
            "column \"pice\" does not exist (line 2, column 3). Perhaps you meant to reference the"
                + " column \"orders.price\".");
    assertThat(query("SELECT * FROM hidden", reader).content())
        .isEqualTo("permission denied for table hidden");
  }

  @Test
  void theDatabaseIsDescribed() {
    Map<String, Object> shop = Map.of("connection", "shop");
    assertThat(call("describe_database", shop, context(reader)).content())
        .contains("| public | orders | table |", "| other | things | table |")
        .doesNotContain("hidden", "may write");
    assertThat(
            call(
                    "describe_database",
                    Map.of("connection", "shop", "table", "orders"),
                    context(reader))
                .content())
        .contains("| public | id | integer | false | primary key | NULL |")
        .contains("| public | price | numeric(10,2) | true | NULL | in euros |");
    SkillContext narrow = context(reader, PASSWORD, Map.of("schemas", List.of("other")));
    assertThat(call("describe_database", shop, narrow).content())
        .contains("things", "")
        .doesNotContain("orders |");
    assertThat(
            call("describe_database", Map.of("connection", "shop", "schema", "public"), narrow)
                .error())
        .isTrue();
    assertThat(
            call(
                    "query_database",
                    Map.of("connection", "shop", "sql", "SELECT count(*) AS n FROM things"),
                    narrow)
                .content())
        .contains("| 0 |");
  }

  @Test
  void aRoleThatMayWriteIsTold() {
    assertThat(query("SELECT 1 AS a", writer).content()).contains("may write");
  }

  @Test
  void aSuperuserIsRefused() {
    assertThat(
            call(
                    "query_database",
                    Map.of("connection", "shop", "sql", "SELECT pg_read_file('/etc/passwd')"),
                    context(address.user(), address.password(), Map.of()))
                .content())
        .contains("Not run.", "a superuser");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO orders VALUES (0, 'x', 1)",
        "UPDATE orders SET price = 0",
        "DELETE FROM orders",
        "TRUNCATE orders",
        "WITH d AS (DELETE FROM orders RETURNING 1) SELECT * FROM d",
        "SELECT 1; DELETE FROM orders",
        "SELECT 1; COMMIT; DELETE FROM orders; SELECT 1",
        "SELECT 1;COMMIT;BEGIN READ WRITE;DELETE FROM orders;COMMIT",
        "SELECT ';'; DELETE FROM orders",
        "SELECT $a$;$a$ /* ; */ -- ;\n; DELETE FROM orders",
        "SELECT E'\\'; DELETE FROM orders; --'; COMMIT",
        "COMMIT",
        "ROLLBACK",
        "BEGIN",
        "SET TRANSACTION READ WRITE",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
        "SET default_transaction_read_only = off",
        "SELECT set_config('transaction_read_only', 'off', true)",
        "SELECT set_config('transaction_read_only', 'off', false), sneaky()",
        "SELECT sneaky()",
        "SELECT nextval('counter')",
        "SELECT setval('counter', 7)",
        "SELECT 1 INTO evil",
        "CREATE TABLE evil (id int)",
        "CREATE TEMP TABLE evil AS SELECT 1",
        "SELECT * FROM orders FOR UPDATE",
        "LOCK TABLE orders",
        "COPY orders TO STDOUT",
        "COPY orders TO PROGRAM 'cat'",
        "COPY orders FROM PROGRAM 'id'",
        "DO $$ BEGIN DELETE FROM orders; END $$",
        "CALL nothing()",
        "PREPARE p AS DELETE FROM orders",
        "EXECUTE p",
        "DECLARE c CURSOR FOR SELECT 1",
        "LISTEN x",
        "NOTIFY x",
        "VACUUM",
        "EXPLAIN ANALYZE DELETE FROM orders",
        "SHOW ALL",
        "SET ROLE postgres",
        "RESET ALL",
        "SELECT lo_create(0)",
        "SELECT lo_import('/etc/passwd')",
        "SELECT lo_export(1, '/tmp/evil')",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_read_binary_file('/etc/passwd')",
        "SELECT pg_ls_dir('/')",
        "SELECT * FROM dblink('host=127.0.0.1', 'DELETE FROM orders') AS t(a int)",
        "SELECT pg_reload_conf()",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
        "SELECT query_to_xml('DELETE FROM orders', true, true, '')",
        "SELECT * FROM hidden",
        "SELECT * FROM pg_authid",
        "SELECT pg_sleep(60)",
        "SELECT count(*) FROM generate_series(1, 10000000000)",
        "SELECT set_config('statement_timeout', '0', false), pg_sleep(60)",
        "-- nothing",
        ";",
        "SELECT 1 \u0000; DELETE FROM orders"
      })
  void nothingIsWrittenOrTakenOver(String sql) {
    for (String role : List.of(reader, writer)) {
      ToolOutput output = query(sql, role);
      assertThat(output.error()).as(role + ": " + output.content()).isTrue();
      assertThat(output.content()).doesNotContain("root:x:0", "not-for-queries");
    }
    assertThat(count("SELECT count(*) FROM orders WHERE price > 0")).isEqualTo(3_000);
    assertThat(count("SELECT last_value FROM counter WHERE NOT is_called")).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM pg_class WHERE relname = 'evil'")).isZero();
  }

  /** What a role that reads can do beside reading ends with the transaction. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_notify('x', 'y')",
        "SELECT set_config('default_transaction_read_only', 'off', false)",
        "SELECT set_config('search_path', 'other', false)",
        "SELECT pg_sleep(0.01)"
      })
  void whatIsLeftEndsWithTheQuery(String sql) {
    assertThat(query(sql, reader).error()).isFalse();
    await()
        .untilAsserted(() ->
            assertThat(count("SELECT count(*) FROM pg_stat_activity WHERE usename = '" + reader + "'"))
                .isZero());
    assertThat(count("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 1"))
        .isZero();
  }

  @Test
  void aConnectionNobodyMadeIsLikeOneOfAnother() {
    Map<String, Object> arguments = Map.of("connection", "theirs", "sql", "SELECT 1");
    assertThat(call("query_database", arguments, context(reader)).content())
        .isEqualTo("There is no connection theirs. There are: shop.");
    OrgId stranger = new OrgId(UUID.randomUUID());
    assertThat(
            call(
                    "query_database",
                    Map.of("connection", "shop", "sql", "SELECT 1"),
                    SkillContext.bare(stranger))
                .content())
        .isEqualTo("There is no connection shop. The organization has connected no database.");
  }

  @Test
  void aHostThatMayNotBeReachedIsRefused() {
    SkillContext inside = context(reader, PASSWORD, Map.of("host", "127.0.0.1"));
    ToolOutput output =
        call("query_database", Map.of("connection", "shop", "sql", "SELECT 1"), inside);
    assertThat(output.error()).isTrue();
    assertThat(output.content()).startsWith("The connection shop may not be made.");
  }

  @Test
  void aWrongPasswordIsToldWithoutIt() {
    SkillContext wrong = context(reader, "wrong-9e1", Map.of());
    assertThat(
            call("query_database", Map.of("connection", "shop", "sql", "SELECT 1"), wrong).content())
        .startsWith("The database can't be reached:")
        .doesNotContain("wrong-9e1");
  }

  @Test
  void aServerWithoutTlsIsNotTrusted() {
    SkillContext tls = context(reader, PASSWORD, Map.of("tls", "verify-full"));
    assertThat(call("query_database", Map.of("connection", "shop", "sql", "SELECT 1"), tls).error())
        .isTrue();
  }

  @Test
  void healthTellsOfConnectionsThatAreNotVerified() {
    assertThat(scene.skill().health(context(reader)).state()).isEqualTo(SkillHealth.State.DEGRADED);
    assertThat(scene.skill().health(SkillContext.bare(scene.org))).isEqualTo(SkillHealth.OK);
  }

  @Test
  void aCancelledQueryEndsOnTheServerToo() throws Exception {
    Stoppable cancellation = new Stoppable();
    CompletableFuture<ToolOutput> running =
        CompletableFuture.supplyAsync(() ->
            scene.call(
                "query_database",
                Map.of("connection", "shop", "sql", "SELECT pg_sleep(9)"),
                cancellation,
                context(reader)));
    String active =
        "SELECT count(*) FROM pg_stat_activity WHERE usename = '"
            + reader
            + "' AND state = 'active' AND wait_event = 'PgSleep'";
    await().atMost(Duration.ofSeconds(8)).until(() -> count(active) == 1);
    cancellation.request();
    await().atMost(Duration.ofSeconds(4)).until(() -> count(active) == 0);
    assertThatThrownBy(running::join).hasCauseInstanceOf(PerdureException.class);
    assertThat(scene.folders()).isEmpty();
  }
}
