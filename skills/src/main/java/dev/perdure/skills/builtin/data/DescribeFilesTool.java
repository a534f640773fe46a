package dev.perdure.skills.builtin.data;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.builtin.data.process.Answer;
import dev.perdure.skills.builtin.data.process.FileTable;
import dev.perdure.skills.builtin.data.table.QueryLimits;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells what tables the files of the workspace are. */
record DescribeFilesTool(FileQueries queries, Telling telling, QueryLimits limits) implements Tool {

  private static final int MOST_COLUMNS = 200;

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
            "describe_files",
            "Tells the table names, columns, types, row counts and first rows of CSV, JSON, Parquet"
                + " and Excel files of the workspace, as query_files sees them.",
            Schemas.object(Map.of(Schemas.FILES, Schemas.files())),
            Effect.NONE,
            limits.time().multipliedBy(2).plus(QueryFilesTool.BESIDES),
            2,
            Risk.LOW)
        .untrusting();
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    return queries.run(invocation, "", "", (answer, _) -> tell(answer));
  }

  private ToolOutput tell(Answer answer) {
    if (answer.failure() != null) {
      return telling.failure(answer);
    }
    String tables =
        answer.tables().stream()
            .filter(table -> !table.columns().isEmpty())
            .map(DescribeFilesTool::table)
            .collect(Collectors.joining("\n\n"));
    return ToolOutput.of((tables + telling.broken(answer)).strip());
  }

  private static String table(FileTable table) {
    String rows = table.rows() < 0 ? "" : ", " + table.rows() + " rows";
    String columns =
        table.columns().stream()
            .limit(MOST_COLUMNS)
            .map(column -> "- " + column.name() + ": " + column.type())
            .collect(Collectors.joining("\n"));
    String sample =
        table.sample().stream()
            .map(row -> row.stream().limit(MOST_COLUMNS).map(String::valueOf).toList())
            .map(row -> String.join(", ", row))
            .collect(Collectors.joining("\n  "));
    return "Table "
        + table.name()
        + " ("
        + table.path()
        + rows
        + ")\n"
        + columns
        + (sample.isEmpty() ? "" : "\nFirst rows:\n  " + sample);
  }
}
