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
import java.util.List;
import java.util.Map;

/** Runs a query of a connected database. */
record QueryDatabaseTool(DatabaseQueries queries, Telling telling, QueryLimits limits)
    implements Tool {

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
            "query_database",
            "Runs one query of a connected PostgreSQL database, read only. describe_database tells"
                + " its tables and columns.",
            Schemas.object(
                Map.ofEntries(
                    entry(Schemas.CONNECTION, Schemas.text("The name of the connection.", 40)),
                    entry(Schemas.SQL, Schemas.sql("PostgreSQL")),
                    entry(Schemas.CHART, Schemas.chart())),
                Schemas.CONNECTION,
                Schemas.SQL),
            Effect.NONE,
            limits.time().multipliedBy(2).plus(QueryFilesTool.BESIDES),
            2,
            Risk.MEDIUM)
        .untrusting();
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    return DatabaseQueries.find(invocation)
        .map(connection ->
            queries.run(
                invocation,
                connection,
                Schemas.text(invocation, Schemas.SQL),
                List.of(),
                answer -> telling.result(answer, ChartRequest.of(invocation.arguments()))))
        .orElseGet(() -> DatabaseQueries.unknown(invocation));
  }
}
