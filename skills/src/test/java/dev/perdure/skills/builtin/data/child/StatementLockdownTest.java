package dev.perdure.skills.builtin.data.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.skills.builtin.data.wire.Bounds;
import dev.perdure.skills.builtin.data.wire.FileFormat;
import dev.perdure.skills.builtin.data.wire.FileRef;
import dev.perdure.skills.builtin.data.wire.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is no query, or calls what it must not, is never begun. Since it is not, this needs no
 * process of its own, as {@code LockdownTest} does.
 */
class StatementLockdownTest {

  private static final Bounds BOUNDS = new Bounds(Duration.ofSeconds(10), 128, 64, 100, 100_000);

  @TempDir Path root;
  private Path folder = Path.of(".");

  @BeforeEach
  void stage() throws IOException {
    folder = Files.createDirectory(root.resolve("query"));
    for (String name : List.of("files", "spill", "out")) {
      Files.createDirectory(folder.resolve(name));
    }
    Files.writeString(folder.resolve("files/s.csv"), "a,b\n1,x\n2,y\n");
  }

  private String answer(String sql) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    FileRef file = new FileRef("s.csv", folder.resolve("files/s.csv").toString(), FileFormat.CSV);
    Request.OfFiles request =
        new Request.OfFiles(BOUNDS, folder.toString(), List.of(file), sql, "");
    try (Replies replies = new Replies(said, BOUNDS.resultBytes())) {
      new FileQuery(request, replies).run();
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // writing
        "COPY s TO 'evil.csv'",
        "COPY (SELECT 1) TO '${ROOT}/evil.csv'",
        "COPY s TO '../out/evil.csv'",
        "COPY s FROM '/etc/passwd'",
        "EXPORT DATABASE '${ROOT}/evil'",
        "IMPORT DATABASE '/etc'",
        "CREATE TABLE t AS SELECT 1",
        "INSERT INTO s VALUES (3, 'z')",
        "DROP VIEW s",
        "CREATE MACRO f(x) AS x + 1",
        "CREATE TEMP TABLE t AS FROM read_text('/etc/passwd')",
        "CHECKPOINT",
        "FORCE CHECKPOINT",
        "SELECT * FROM checkpoint()",
        "VACUUM",
        // the outside
        "ATTACH '${ROOT}/evil.db'",
        "ATTACH ':memory:' AS m",
        "ATTACH 'x.db' (TYPE sqlite)",
        "ATTACH 'host=127.0.0.1' (TYPE postgres)",
        "ATTACH 'https://127.0.0.1/x.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "INSTALL x FROM community",
        "LOAD '/tmp/evil.duckdb_extension'",
        "FORCE INSTALL spatial",
        "UPDATE EXTENSIONS",
        "SELECT * FROM 'https://127.0.0.1/x.csv'",
        "SELECT * FROM read_csv('http://127.0.0.1/x.csv')",
        "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
        "SELECT * FROM sqlite_scan('x.db', 't')",
        "SELECT * FROM postgres_scan('host=127.0.0.1', 'public', 't')",
        "CREATE SECRET (TYPE s3, KEY_ID 'a', SECRET 'b')",
        "CREATE PERSISTENT SECRET evil (TYPE http)",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM which_secret('s3://x', 's3')",
        // settings
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "SET lock_configuration = false",
        "RESET memory_limit",
        "RESET ALL",
        "PRAGMA enable_external_access",
        "PRAGMA memory_limit='100GB'",
        "PRAGMA database_list",
        "SET VARIABLE x = 1",
        "SET home_directory = '/'",
        "USE memory",
        "CALL pragma_version()",
        "CALL enable_logging()",
        "SELECT * FROM enable_logging()",
        "SELECT * FROM enable_logging(storage='file', storage_path='${ROOT}/evil')",
        "SELECT * FROM enable_profiling()",
        "SELECT * FROM (SELECT 1) CROSS JOIN truncate_duckdb_logs()",
        "SELECT getenv('HOME')",
        "SELECT system('id')",
        // texts that are run, and pointers
        "SELECT * FROM query('SELECT 1')",
        "SELECT * FROM query_table('s')",
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
        "SELECT * FROM arrow_scan(1, 2, 3)",
        "SELECT * FROM seq_scan()",
        "SELECT * FROM \"ENABLE_logging\"()",
        "SELECT * FROM system.main.enable_logging()",
        // more than one
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP VIEW s",
        "SELECT 1;; COPY s TO 'evil.csv'",
        "SELECT 1; -- two\nSET memory_limit = '1GB'",
        "/* a */ SELECT 1 /* ; */; ATTACH ':memory:' AS x -- ;",
        "BEGIN",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "EXPLAIN ANALYZE COPY s TO 'evil.csv'",
        "EXPLAIN SELECT 1",
        "SELECT ?",
        ";",
        "-- nothing",
        "no SQL at all",
        "SELECT 'unclosed"
      })
  void isNotBegun(String sql) throws IOException {
    String answer = answer(sql.replace("${ROOT}", root.toString()));
    assertThat(answer).contains("{\"failure\":{").doesNotContain("\"row\"", "\"end\"", "root:x:0");
    assertThat(root).isDirectoryNotContaining("glob:**/evil*");
    assertThat(folder.resolve("files")).isDirectoryNotContaining("glob:**/evil*");
    assertThat(folder.resolve("out")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM s;",
        "FROM s",
        "WITH t AS (FROM s) SELECT * FROM t /* ; */ -- ;",
        "VALUES (1), (2)",
        "DESCRIBE s",
        "SUMMARIZE s",
        "SHOW TABLES",
        "PIVOT s ON b IN ('x', 'y') USING sum(a)",
        "SELECT ';' AS x",
        "SELECT * FROM range(3)",
        "SELECT unnest([1, 2])",
        "SELECT j.value FROM json_each('[1]') j"
      })
  void queriesAreRun(String sql) throws IOException {
    assertThat(answer(sql)).contains("\"row\"", "\"end\"").doesNotContain("failure");
  }

  @Test
  void aLinkLeadsNowhere() throws IOException {
    Path outside = Files.writeString(root.resolve("outside.csv"), "secret\nnot-for-queries\n");
    Files.createSymbolicLink(folder.resolve("files/link.csv"), outside);
    Files.createSymbolicLink(folder.resolve("files/folder"), root);
    for (String path : List.of("link.csv", "folder/outside.csv", "../files/link.csv")) {
      assertThat(answer("FROM read_text('" + folder.resolve("files").resolve(path) + "')"))
          .contains("failure")
          .doesNotContain("not-for-queries");
    }
  }

  /** Were the check of statements passed, this is what would hold. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET memory_limit = '100GB'",
        "SET allowed_directories = ['/']",
        "RESET allowed_directories",
        "SET autoinstall_known_extensions = true",
        "SET temp_directory = '/tmp'",
        "COPY (SELECT 1) TO '/tmp/evil-of-a-query.csv'",
        "COPY (SELECT 1) TO '${ROOT}/evil.csv'",
        "ATTACH '${ROOT}/evil.db'",
        "EXPORT DATABASE '${ROOT}/evil'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "CREATE PERSISTENT SECRET evil (TYPE s3)",
        "PRAGMA enable_profiling='json'; PRAGMA profiling_output='${ROOT}/evil'; SELECT 1"
      })
  void theLockHoldsWithoutTheCheck(String sql) throws SQLException {
    try (Connection connection = DuckDb.open(BOUNDS, folder.toString());
        Statement statement = connection.createStatement()) {
      DuckDb.lock(connection, new Room(64));
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> statement.execute(sql.replace("${ROOT}", root.toString()))))
          .isInstanceOf(SQLException.class);
    }
    assertThat(root).isDirectoryNotContaining("glob:**/evil*");
  }
}
