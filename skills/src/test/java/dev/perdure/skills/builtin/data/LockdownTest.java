package dev.perdure.skills.builtin.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.net.OutboundHosts;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.builtin.data.table.QueryLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a query over files must not read, or do without end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LockdownTest {

  private static final String SECRET = "not-for-queries-7c1f";

  /** A loaded machine takes a second or two for any query. */
  private static final QueryLimits LIMITS =
      new QueryLimits(Duration.ofSeconds(6), 128, 64, 16, 1_000, 512, 2);

  private Path root = Path.of(".");
  private Scene scene;

  @BeforeAll
  void open(@TempDir Path folder) throws IOException {
    root = folder;
    scene = new Scene(root.resolve("queries"), LIMITS, OutboundHosts.none());
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
        "SELECT * FROM read_csv('hidden.csv')"
      })
  void isRefused(String sql) {
    ToolOutput output = attack(sql);
    assertThat(output.error()).as(output.content()).isTrue();
    assertThat(output.artifacts()).isEmpty();
    assertThat(output.content().length()).isLessThan(6_000);
  }

  /** Memory, time, room on the disk. */
  @ParameterizedTest
  @ValueSource(
      strings = {
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
  void isStopped(String sql) {
    ToolOutput output = attack(sql);
    assertThat(output.error()).as(output.content()).isTrue();
    assertThat(output.artifacts()).isEmpty();
    assertThat(output.content().length()).isLessThan(6_000);
    assertThat(scene.sql("SELECT sum(a) AS s FROM s", "s.csv").content()).contains("| 3 |");
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
