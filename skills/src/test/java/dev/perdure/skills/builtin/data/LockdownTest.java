package dev.perdure.skills.builtin.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.skill.ToolOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a query over files must not do. After each the next one works, and nothing is left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LockdownTest {

  private static final String SECRET = "not-for-queries-7c1f";

  private Path root = Path.of(".");
  private Scene scene;

  @BeforeAll
  void open(@TempDir Path folder) throws IOException {
    root = folder;
    scene = Scene.in(root.resolve("queries"));
    scene.workspace.with("s.csv", "a,b\n1,x\n2,y\n").with("hidden.csv", "secret\n" + SECRET + "\n");
    Files.writeString(root.resolve("outside.csv"), "secret\n" + SECRET + "\n");
    Files.writeString(root.resolve("queries/neighbour.csv"), "secret\n" + SECRET + "\n");
  }

  @AfterAll
  void close() throws IOException {
    scene.close();
  }

  private ToolOutput attack(String sql) {
    ToolOutput output = scene.sql(sql.replace("${ROOT}", root.toString()), "s.csv");
    assertThat(output.content()).doesNotContain(SECRET, "root:x:0");
    assertThat(output.artifacts())
        .allSatisfy(a -> assertThat(a.content()).doesNotContain(SECRET, "root:x:0"));
    assertThat(scene.sql("SELECT sum(a) AS s FROM s", "s.csv").content()).contains("| 3 |");
    assertThat(scene.folders()).isEmpty();
    assertThat(root).isDirectoryNotContaining("glob:**/evil*");
    return output;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // files that are not its own
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_csv('/etc/passwd', auto_detect=false, columns={'x': 'VARCHAR'})",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "FROM '/etc/passwd.csv'",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM glob('../../*')",
        "SELECT * FROM read_text('../../../outside.csv')",
        "SELECT * FROM read_text('${ROOT}/outside.csv')",
        "SELECT * FROM read_csv('../../neighbour.csv')",
        "SELECT * FROM read_text(['s.csv', '/etc/passwd'])",
        "SELECT * FROM read_text('file:///etc/passwd')",
        "SELECT * FROM read_text('./../../../../../../../../../../etc/passwd')",
        "SELECT * FROM read_text('/proc/self/environ')",
        "SELECT * FROM read_blob('/proc/self/mem')",
        "SELECT * FROM read_blob('/dev/zero')",
        "SELECT * FROM read_json('/etc/passwd')",
        "SELECT * FROM read_parquet('/etc/passwd')",
        "SELECT * FROM parquet_metadata('/etc/passwd')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM read_duckdb('/tmp/x.db')",
        "SELECT * FROM read_csv('s.csv') JOIN read_text('/etc/passwd') p ON true",
        "SELECT (SELECT content FROM read_text('/etc/passwd'))",
        "WITH x AS (FROM read_text('/etc/passwd')) FROM x",
        "SELECT * FROM hidden",
        "SELECT * FROM read_csv('hidden.csv')",
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
        "SELECT 'unclosed",
        // too much
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT sum(n) FROM r",
        "SELECT count(*) FROM range(10000000) a, range(10000000) b",
        "SELECT sum(a.range * b.range) FROM range(9000000000) a JOIN range(9000000000) b ON true",
        "SELECT repeat('x', 2000000000)",
        "SELECT length(repeat(repeat('x', 1000000), 100000))",
        "SELECT list(repeat('x', 100000) || i) FROM range(1000000) t(i)",
        "SELECT string_agg(repeat('x', 100000), '') FROM range(1000000)",
        "SELECT DISTINCT i, repeat('x', 500) || i FROM range(100000000) t(i) ORDER BY 2 DESC",
        "SELECT list_reduce(range(100000000), (x, y) -> x + y)",
        "SELECT range(2000000000)",
        "SELECT sleep_ms(100000)"
      })
  void isRefused(String sql) {
    ToolOutput output = attack(sql);
    assertThat(output.error()).as(output.content()).isTrue();
    assertThat(output.artifacts()).isEmpty();
    assertThat(output.content().length()).isLessThan(6_000);
  }

  /** What answers may: little, and in time. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM range(100000000000)",
        "SELECT a.range, b.range FROM range(1000000) a, range(1000000) b",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT * FROM r LIMIT 10",
        "SELECT regexp_matches(repeat('a', 100000), '^(a+)+$b')",
        "SELECT regexp_replace(repeat('a', 10000), '(a*)*(a*)*(a*)*$', 'x')",
        "SELECT * FROM glob('*')",
        "SELECT * FROM read_text('no/such/file')",
        "SELECT value FROM duckdb_settings() WHERE name = 'lock_configuration'",
        "SELECT getvariable('x')",
        "SELECT write_log('x')"
      })
  void isBounded(String sql) {
    ToolOutput output = attack(sql);
    assertThat(output.content().length()).isLessThan(20_000);
    assertThat(output.artifacts())
        .allSatisfy(artifact -> assertThat(artifact.content().length()).isLessThan(700_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {900, 9_900})
  void deepNestingHarmsOneProcessAtMost(int depth) {
    ToolOutput output = attack("SELECT " + "(".repeat(depth) + "1" + ")".repeat(depth));
    assertThat(output.content().length()).isLessThan(6_000);
  }

  @Test
  void linksLeadNowhere() throws IOException {
    // A workspace has no links; this is what became of one that came in all the same.
    ToolOutput output =
        attack("SELECT * FROM read_text('/proc/self/root/etc/passwd') UNION ALL SELECT 1, 2, 3, 4");
    assertThat(output.error()).isTrue();
  }

  @Test
  void savingWritesNowhereElse() {
    for (String sql :
        new String[] {
          "SELECT 1) TO '" + root + "/evil.csv' (FORMAT csv); --",
          "SELECT 1) TO 'evil.csv' --",
          "COPY s TO 'evil.csv'",
          "SELECT * FROM read_text('/etc/passwd')"
        }) {
      ToolOutput output = scene.call("save_query", Map.of("sql", sql, "path", "saved.csv"));
      assertThat(output.error()).as(output.content()).isTrue();
    }
    assertThat(scene.workspace.find("saved.csv")).isEmpty();
    assertThat(root).isDirectoryNotContaining("glob:**/evil*");
  }

  @Test
  void settingsAreWhatTheySeem() {
    JsonNode rows =
        scene
            .table(
                scene.sql(
                    "SELECT name, value FROM duckdb_settings() WHERE name IN ('enable_external_access',"
                        + " 'lock_configuration', 'autoload_known_extensions') ORDER BY name",
                    "s.csv"))
            .get("rows");
    assertThat(rows.toString())
        .isEqualTo(
            "[[\"autoload_known_extensions\",\"false\"],[\"enable_external_access\",\"false\"],"
                + "[\"lock_configuration\",\"true\"]]");
  }
}
