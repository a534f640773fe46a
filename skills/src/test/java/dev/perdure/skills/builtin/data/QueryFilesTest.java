package dev.perdure.skills.builtin.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.skill.ToolArtifact;
import dev.perdure.core.skill.ToolOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQL over files: formats, types, tables, charts, and what is wrong. */
class QueryFilesTest {

  @TempDir Path root;
  private Scene scene;

  @BeforeEach
  void open() {
    scene = Scene.in(root.resolve("queries"));
    scene.workspace.with(
        "sales.csv", "region,amount,day\nnorth,10.5,2026-01-02\nsouth,4,2026-01-03\n");
  }

  @AfterEach
  void close() throws IOException {
    scene.close();
    assertThat(root.resolve("queries")).isDirectoryNotContaining("glob:**/????????-*");
  }

  @Test
  void aQueryOverACsvAnswersATable() {
    ToolOutput output =
        scene.sql("SELECT region, sum(amount) AS total FROM sales GROUP BY 1 ORDER BY 1");
    assertThat(output.error()).as(output.content()).isFalse();
    assertThat(output.content())
        .isEqualTo(
            """
            | region | total |
            | --- | --- |
            | north | 10.5 |
            | south | 4.0 |

            2 rows.\
            """);
    assertThat(scene.table(output).get("columns").get(1).get("type").asText()).isEqualTo("DOUBLE");
    assertThat(scene.table(output).get("truncated").asBoolean()).isFalse();
    assertThat(scene.folders()).isEmpty();
  }

  @Test
  void filesAreReadByTheirPathsToo() {
    scene.workspace.with("data/odd [1].csv", "a;b\n1;2\n");
    assertThat(scene.sql("FROM 'sales.csv' WHERE amount > 5").content()).contains("north");
    assertThat(scene.sql("SELECT b FROM odd_1").content()).contains("| 2 |");
  }

  @Test
  void jsonLinesAndNestedValuesAreRead() {
    scene.workspace.with(
        "events.jsonl", "{\"id\":1,\"tags\":[\"a\",\"b\"],\"at\":{\"x\":1}}\n{\"id\":2}\n");
    ToolOutput output = scene.sql("SELECT * FROM events ORDER BY id", "events.jsonl");
    JsonNode rows = scene.table(output).get("rows");
    assertThat(rows.get(0).toString()).isEqualTo("[1,[\"a\",\"b\"],{\"x\":1}]");
    assertThat(rows.get(1).toString()).isEqualTo("[2,null,null]");
    assertThat(output.content()).contains("[\"a\",\"b\"]", "NULL");
  }

  @Test
  void aResultIsSavedAndQueriedAgain() {
    for (String end : List.of("parquet", "csv", "json")) {
      String path = "out/by_region." + end;
      ToolOutput saved =
          scene.call(
              "save_query",
              Map.of("sql", "SELECT region, amount FROM sales ORDER BY 1;", "path", path));
      assertThat(saved.content()).startsWith("Wrote 2 rows to " + path);
      assertThat(scene.sql("SELECT sum(amount) AS s FROM by_region", path).content())
          .contains("14.5");
    }
  }

  @Test
  void savingAgainDoesNotFindWhatAnAttemptLeftThatDied() {
    scene.workspace.write("left.csv", new ByteArrayInputStream("a\n1\n".getBytes(UTF_8)), null);
    ToolOutput again =
        scene.call("save_query", Map.of("sql", "SELECT * FROM left_file", "path", "left.csv"));
    assertThat(again.error()).as(again.content()).isTrue();
  }

  @Test
  void sheetsTakeNoMoreRoomThanAQueryHas() throws IOException {
    scene.workspace.with("large.xlsx", TestWorkbook.large());
    ToolOutput described = scene.call("describe_files", Map.of("files", List.of("large.xlsx")));
    assertThat(described.content()).contains("its sheets take more room than a query has");
  }

  @Test
  void savingIsUndone() {
    scene.call("save_query", Map.of("sql", "SELECT 1 AS a", "path", "one.csv"));
    assertThat(scene.workspace.find("one.csv")).isPresent();
    ((SaveQueryTool) scene.tool("save_query"))
        .undo(
            dev.perdure.core.skill.ToolInvocation.tried(scene.org, null, "key", Map.of())
                .with(scene.workspace),
            "");
    assertThat(scene.workspace.find("one.csv")).isEmpty();
  }

  @Test
  void sheetsOfAWorkbookAreTables() throws IOException {
    scene.workspace.with("book.xlsx", TestWorkbook.bytes());
    ToolOutput described = scene.call("describe_files", Map.of("files", List.of("book.xlsx")));
    assertThat(described.content())
        .contains("Table book_orders (book.xlsx, 2 rows)", "- ordered: DATE", "- price: DOUBLE")
        .contains("Table book_notes (book.xlsx, 1 rows)");
    assertThat(
            scene
                .sql("SELECT sum(price) AS s, min(ordered) AS d FROM book_orders", "book.xlsx")
                .content())
        .contains("| 4.25 | 2026-01-02 |");
  }

  @Test
  void filesAreDescribed() {
    assertThat(scene.call("describe_files", Map.of()).content())
        .isEqualTo(
            """
            Table sales (sales.csv, 2 rows)
            - region: VARCHAR
            - amount: DOUBLE
            - day: DATE
            First rows:
              north, 10.5, 2026-01-02
              south, 4.0, 2026-01-03\
            """);
  }

  @Test
  void namesOfTablesNeedNoQuotes() {
    scene
        .workspace
        .with("select.csv", "a,b\n1,2\n")
        .with("2024/sales.csv", "a,b\n1,2\n")
        .with("Größe.CSV", "a,b\n1,2\n");
    assertThat(scene.call("describe_files", Map.of()).content())
        .contains("Table select_file (select.csv")
        .contains("Table sales (2024/sales.csv")
        .contains("Table sales_2 (sales.csv")
        .contains("Table gr_e (Größe.CSV");
  }

  @Test
  void valuesKeepWhatJsonCanHold() {
    ToolOutput output =
        scene.sql(
            """
            SELECT 9007199254740993::BIGINT AS big, 42::BIGINT AS small,
              170141183460469231731687303715884105727::HUGEINT AS huge,
              1.50::DECIMAL(10,2) AS money, 0.1234567890123456789::DECIMAL(20,19) AS fine,
              NULL AS nothing, DATE '2026-01-02' AS d, TIMESTAMP '2026-01-02 03:04:05.678' AS t,
              TIMESTAMPTZ '2026-01-02 03:04:05+02:00' AS tz, TIME '03:04:05' AS c,
              ['infinity'::DATE]::VARCHAR AS _, '-infinity'::TIMESTAMP AS inf, 'nan'::DOUBLE AS nan, 1e300::DOUBLE AS big_double,
              'x'::BLOB AS blob, INTERVAL 3 DAYS AS i, {'a': [1, 2]} AS s, MAP {'k': 1.5} AS m,
              '00000000-0000-0000-0000-000000000001'::UUID AS u, true AS b,
              [DATE '2026-01-02'] AS l, '{"a": 1}'::JSON AS j
            """);
    JsonNode row = scene.table(output).get("rows").get(0);
    assertThat(row.toString())
        .isEqualTo(
            """
            ["9007199254740993",42,"170141183460469231731687303715884105727",1.50,\
            "0.1234567890123456789",null,"2026-01-02","2026-01-02T03:04:05.678",\
            "2026-01-02T01:04:05Z","03:04:05","[infinity]","-infinity","NaN",1.0E+300,"(1 bytes)","3 days",\
            {"a":[1,2]},{"k":1.5},"00000000-0000-0000-0000-000000000001",true,["2026-01-02"],\
            "{\\"a\\": 1}"]\
            """);
  }

  @Test
  void manyRowsAreCutAndCounted() {
    ToolOutput output = scene.sql("SELECT i, i * 2 AS twice FROM range(5000) t(i)");
    assertThat(output.content())
        .contains("The first 50 of 5000 rows. The table that people see holds 1000 of them.");
    JsonNode table = scene.table(output);
    assertThat(table.get("rows")).hasSize(1_000);
    assertThat(table.get("row_count").asLong()).isEqualTo(5_000);
    assertThat(table.get("truncated").asBoolean()).isTrue();
  }

  @Test
  void wideRowsAreCutByTheirSize() {
    ToolOutput output = scene.sql("SELECT repeat('x', 5000) AS wide FROM range(500)");
    assertThat(scene.table(output).get("rows").size()).isBetween(90, 110);
    assertThat(output.content().length()).isLessThan(20_000);
  }

  @Test
  void cellsDoNotBreakTheTable() {
    assertThat(scene.sql("SELECT 'a|b' || chr(10) || '| c' AS x").content())
        .contains("| a\\|b\\n\\| c |");
  }

  @Test
  void aChartIsDrawn() {
    ToolOutput output =
        scene.call(
            "query_files",
            Map.of(
                "sql",
                "SELECT region, sum(amount) AS total FROM sales GROUP BY 1 ORDER BY 1",
                "chart",
                Map.of("type", "bar", "title", "By region", "x", "region", "y", List.of("total"))));
    assertThat(scene.artifact(output, ToolArtifact.CHART).toString())
        .isEqualTo(
            """
            {"type":"bar","title":"By region","x":"region","y":["total"],\
            "rows":[{"region":"north","total":10.5},{"region":"south","total":4.0}]}\
            """);
  }

  @Test
  void aChartThatCannotBeDrawnCostsNoResult() {
    Map<String, Object> chart = Map.of("type", "bar", "x", "nowhere", "y", List.of("region"));
    ToolOutput output = scene.call("query_files", Map.of("sql", "FROM sales", "chart", chart));
    assertThat(output.error()).isFalse();
    assertThat(output.content()).contains("No chart was drawn: the result has no column nowhere.");
  }

  @Test
  void wrongSqlIsAnsweredWithWhatIsWrongAndWhere() {
    assertThat(scene.sql("SELECT regoin FROM sales").content())
        .contains("\"regoin\" not found", "region", "LINE 1", "^", "Tables: sales (sales.csv).");
    ToolOutput syntax = scene.sql("SELECT *\nFRM sales");
    assertThat(syntax.error()).isTrue();
    assertThat(syntax.content())
        .contains("syntax error at or near \"sales\"", "(line 2, column 5)");
  }

  @Test
  void aBrokenFileFailsAlone() {
    scene
        .workspace
        .with("broken.parquet", "no parquet")
        .with("broken.xlsx", "no workbook")
        .with("broken.json", "{\"a\": ")
        .with("empty.csv", "");
    ToolOutput output = scene.sql("SELECT count(*) AS n FROM sales");
    assertThat(output.error()).as(output.content()).isFalse();
    assertThat(output.content())
        .contains("| 2 |", "broken.parquet can't be read:", "broken.xlsx can't be read:")
        .contains("broken.json can't be read:");
    assertThat(scene.call("describe_files", Map.of()).content())
        .contains("Table sales", "broken.parquet can't be read:");
  }

  @Test
  void aLineThatDoesNotFitIsNamed() {
    StringBuilder csv = new StringBuilder("id,n\n");
    for (int i = 0; i < 30_000; i++) {
      csv.append(i).append(",1\n");
    }
    scene.workspace.with("late.csv", csv.append("30000,oops\n").toString());
    assertThat(scene.sql("SELECT sum(n) FROM late", "late.csv").content())
        .contains("30002", "oops");
  }

  @Test
  void filesThatAreNotThereOrNotDataAreNamed() {
    scene.workspace.with("text.txt", "hello");
    assertThat(scene.sql("SELECT 1", "none.csv").content()).isEqualTo("There is no file none.csv.");
    assertThat(scene.sql("SELECT 1", "text.txt").content()).contains("text.txt can't be queried");
    assertThat(scene.sql("SELECT 1", "../../etc/passwd").error()).isTrue();
  }

  @Test
  void moreBytesThanAllowedAreNotCopied() {
    scene.workspace.with("large.csv", new byte[17 * 1024 * 1024]);
    assertThat(scene.sql("SELECT 1", "large.csv").content()).contains("larger than 16 MiB");
    assertThat(scene.folders()).isEmpty();
  }

  @Test
  void onlyNamedFilesAreSeen() {
    scene.workspace.with("other.csv", "a\n1\n");
    assertThat(scene.sql("SELECT * FROM other", "sales.csv").error()).isTrue();
    assertThat(scene.sql("SELECT * FROM read_csv('other.csv')", "sales.csv").error()).isTrue();
    assertThat(scene.sql("SELECT count(*) AS n FROM glob('**')", "sales.csv").content())
        .contains("| 1 |");
  }
}
