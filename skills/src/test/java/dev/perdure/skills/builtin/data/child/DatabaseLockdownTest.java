package dev.perdure.skills.builtin.data.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perdure.skills.builtin.data.ShopDatabase;
import dev.perdure.skills.builtin.data.wire.Bounds;
import dev.perdure.skills.builtin.data.wire.Request;
import dev.perdure.skills.builtin.data.wire.Server;
import dev.perdure.skills.builtin.data.wire.Tls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a query of a database must not do, as a role that reads and as one that could write. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseLockdownTest {

  private static final Bounds BOUNDS = new Bounds(Duration.ofSeconds(2), 128, 64, 100, 100_000);

  private final ShopDatabase shop = new ShopDatabase(DatabaseLockdownTest.class);

  @AfterAll
  void close() {
    shop.close();
  }

  private String answer(String role, String sql) throws IOException {
    Server server =
        new Server(
            "db.test",
            List.of("127.0.0.1"),
            shop.address().port(),
            shop.address().database(),
            role,
            ShopDatabase.PASSWORD,
            List.of(),
            Tls.OFF,
            "");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (Replies replies = new Replies(said, BOUNDS.resultBytes())) {
      new DatabaseQuery(new Request.OfDatabase(BOUNDS, server, sql, List.of()), replies, new Stop())
          .run();
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // writing
        "INSERT INTO orders VALUES (0, 'x', 1)",
        "UPDATE orders SET price = 0",
        "DELETE FROM orders",
        "TRUNCATE orders",
        "WITH d AS (DELETE FROM orders RETURNING 1) SELECT * FROM d",
        "SELECT nextval('counter')",
        "SELECT setval('counter', 7)",
        "SELECT 1 INTO evil",
        "CREATE TABLE evil (id int)",
        "CREATE TEMP TABLE evil AS SELECT 1",
        "SELECT * FROM orders FOR UPDATE",
        "LOCK TABLE orders",
        "DO $$ BEGIN DELETE FROM orders; END $$",
        "SELECT sneaky()",
        "EXPLAIN ANALYZE DELETE FROM orders",
        "PREPARE p AS DELETE FROM orders",
        "SELECT query_to_xml('DELETE FROM orders', true, true, '')",
        "SELECT query_to_xml('COMMIT', true, true, '')",
        // more than one
        "SELECT 1; DELETE FROM orders",
        "SELECT 1; COMMIT; DELETE FROM orders; SELECT 1",
        "SELECT 1;COMMIT;BEGIN READ WRITE;DELETE FROM orders;COMMIT",
        "SELECT ';'; DELETE FROM orders",
        "SELECT $a$;$a$ /* ; */ -- ;\n; DELETE FROM orders",
        "SELECT E'\\'; DELETE FROM orders; --'; COMMIT",
        "SELECT '\\'; DELETE FROM orders; --'",
        "SELECT /* /* */ ; */ 1; DELETE FROM orders",
        "SELECT $x$ $X$; DELETE FROM orders; --$x$; COMMIT",
        "SELECT U&'\\0027; DELETE FROM orders; --'; COMMIT",
        "SELECT 1 \u0000; DELETE FROM orders",
        // the transaction and its settings
        "COMMIT",
        "ROLLBACK",
        "BEGIN",
        "SAVEPOINT x",
        "SET TRANSACTION READ WRITE",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
        "SET default_transaction_read_only = off",
        "SELECT set_config('transaction_read_only', 'off', true)",
        "SELECT set_config('transaction_read_only', 'off', false), sneaky()",
        "RESET ALL",
        "SHOW ALL",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION postgres",
        // files, programs, other servers
        "COPY orders TO STDOUT",
        "COPY orders TO PROGRAM 'cat'",
        "COPY orders FROM PROGRAM 'id'",
        "SELECT lo_create(0)",
        "SELECT lo_import('/etc/passwd')",
        "SELECT lo_export(1, '/tmp/evil')",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_read_binary_file('/etc/passwd')",
        "SELECT pg_ls_dir('/')",
        "SELECT * FROM dblink('host=127.0.0.1', 'DELETE FROM orders') AS t(a int)",
        "CREATE EXTENSION dblink",
        "LOAD 'x'",
        // what is not its own
        "SELECT * FROM hidden",
        "SELECT * FROM pg_authid",
        "SELECT pg_reload_conf()",
        // no query
        "CALL nothing()",
        "EXECUTE p",
        "DECLARE c CURSOR FOR SELECT 1",
        "LISTEN x",
        "NOTIFY x",
        "VACUUM",
        "-- nothing",
        ";",
        "SELECT $1"
      })
  void isRefused(String sql) throws IOException {
    for (String role : List.of(shop.reader(), shop.writer())) {
      assertThat(answer(role, sql))
          .as(role)
          .contains("{\"failure\":{")
          .doesNotContain("\"end\"", "root:x:0", "not-for-queries");
    }
    assertThat(shop.count("SELECT count(*) FROM orders WHERE price > 0")).isEqualTo(3_000);
    assertThat(shop.count("SELECT count(*) FROM counter WHERE NOT is_called")).isEqualTo(1);
    assertThat(shop.count("SELECT count(*) FROM pg_class WHERE relname = 'evil'")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT pg_sleep(60)",
        "SELECT count(*) FROM generate_series(1, 10000000000)",
        "SELECT count(*) FROM orders a, orders b, orders c",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT sum(n) FROM r"
      })
  void isStoppedByTheServer(String sql) throws IOException {
    assertThat(answer(shop.reader(), sql)).contains("TOO_SLOW");
  }

  @Test
  void rowsThatAreTooLargeAreNotRead() throws IOException {
    assertThat(answer(shop.reader(), "SELECT repeat('x', 100000000)")).contains("TOO_LARGE");
  }

  @Test
  void aSessionOfAnotherRoleIsNotEnded() throws IOException, SQLException {
    try (Connection theirs = shop.connect();
        Statement statement = theirs.createStatement();
        ResultSet pid = statement.executeQuery("SELECT pg_backend_pid()")) {
      pid.next();
      assertThat(answer(shop.writer(), "SELECT pg_terminate_backend(" + pid.getInt(1) + ")"))
          .contains("failure", "permission denied");
    }
  }

  /** What a role that reads can do beside reading ends with the transaction. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_notify('x', 'y')",
        "SELECT pg_logical_emit_message(false, 'x', 'y')",
        "SELECT set_config('default_transaction_read_only', 'off', false)",
        "SELECT set_config('search_path', 'other', false)",
        "SELECT set_config('statement_timeout', '0', false)",
        "SELECT 'x'::refcursor",
        "TABLE orders"
      })
  void whatIsLeftEndsWithTheQuery(String sql) throws IOException {
    assertThat(answer(shop.reader(), sql)).contains("\"end\"");
    String sessions =
        "SELECT count(*) FROM pg_stat_activity WHERE usename = '" + shop.reader() + "'";
    await().untilAsserted(() -> assertThat(shop.count(sessions)).isZero());
    assertThat(
            shop.count("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 1"))
        .isZero();
  }
}
