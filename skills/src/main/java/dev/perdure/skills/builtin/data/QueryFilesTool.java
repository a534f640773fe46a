package dev.perdure.skills.builtin.data;

import static java.util.Map.entry;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.builtin.data.table.ChartRequest;
import dev.perdure.skills.builtin.data.table.QueryLimits;
import java.time.Duration;
import java.util.Map;

/** Runs a query over files of the workspace. */
record QueryFilesTool(FileQueries queries, Telling telling, QueryLimits limits) implements Tool {

  /** What a call takes besides its query: waiting for its turn, copying files. */
  static final Duration BESIDES = Duration.ofSeconds(30);

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
            "query_files",
            "Runs one DuckDB query over CSV, JSON, Parquet and Excel files of the workspace. Each"
                + " file is a table, named after it (describe_files tells how); it can also be read"
                + " by its path, as in FROM read_csv('data/sales.csv', delim=';').",
            Schemas.object(
                Map.ofEntries(
                    entry(Schemas.SQL, Schemas.sql("DuckDB")),
                    entry(Schemas.FILES, Schemas.files()),
                    entry(Schemas.CHART, Schemas.chart())),
                Schemas.SQL),
            Effect.NONE,
            limits.time().multipliedBy(2).plus(BESIDES),
            2,
            Risk.LOW)
        .untrusting();
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    return queries.run(
        invocation,
        Schemas.text(invocation, Schemas.SQL),
        "",
        (answer, _) -> telling.result(answer, ChartRequest.of(invocation.arguments())));
  }
}
