package dev.perdure.skills.builtin.data;

import static java.util.Map.entry;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.builtin.data.process.Answer;
import dev.perdure.skills.builtin.data.table.Markdown;
import dev.perdure.skills.builtin.data.table.QueryLimits;
import java.util.List;
import java.util.Map;

/** Tells of the tables of a connected database, or of the columns of one. */
record DescribeDatabaseTool(DatabaseQueries queries, Telling telling, QueryLimits limits)
    implements Tool {

  /** Schemas come as one text with a separator no name has. */
  private static final String VISIBLE =
      """
      c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND (? = '' OR n.nspname = ANY (string_to_array(?, chr(1))))
        AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
      """;

  private static final String TABLES =
      """
      SELECT n.nspname AS schema, c.relname AS "table",
        CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
          WHEN 'f' THEN 'foreign table' ELSE 'table' END AS kind,
        CASE WHEN c.reltuples >= 0 THEN c.reltuples::bigint END AS rows_about,
        obj_description(c.oid, 'pg_class') AS comment
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT c.relispartition AND
      """
          + VISIBLE
          + " ORDER BY 1, 2";

  private static final String COLUMNS =
      """
      SELECT n.nspname AS schema, a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS type,
        NOT a.attnotnull AS nullable,
        (SELECT string_agg(
            CASE k.contype WHEN 'p' THEN 'primary key'
              ELSE 'references ' || k.confrelid::regclass::text END, ', ')
          FROM pg_catalog.pg_constraint k
          WHERE k.conrelid = c.oid AND k.contype IN ('p', 'f') AND a.attnum = ANY (k.conkey)) AS key,
        col_description(c.oid, a.attnum) AS comment
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
      WHERE a.attnum > 0 AND NOT a.attisdropped AND
      """
          + VISIBLE
          + " AND c.relname = ? ORDER BY 1, a.attnum";

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
            "describe_database",
            "Tells the tables and views of a connected PostgreSQL database, or the columns, types and"
                + " keys of one table.",
            Schemas.object(
                Map.ofEntries(
                    entry(Schemas.CONNECTION, Schemas.text("The name of the connection.", 40)),
                    entry(Schemas.SCHEMA, Schemas.text("Only this schema.", 63)),
                    entry(Schemas.TABLE, Schemas.text("Only this table, with its columns.", 63))),
                Schemas.CONNECTION),
            Effect.NONE,
            limits.time().multipliedBy(2).plus(QueryFilesTool.BESIDES),
            2,
            Risk.LOW)
        .untrusting();
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    return DatabaseQueries.find(invocation)
        .map(connection -> describe(invocation, connection))
        .orElseGet(() -> DatabaseQueries.unknown(invocation));
  }

  private ToolOutput describe(ToolInvocation invocation, DatabaseConnection connection) {
    String schema = Schemas.text(invocation, Schemas.SCHEMA);
    if (!schema.isEmpty()
        && !connection.schemas().isEmpty()
        && !connection.schemas().contains(schema)) {
      return ToolOutput.failure(
          "The connection shows the schemas " + String.join(", ", connection.schemas()) + ".");
    }
    String schemas = schema.isEmpty() ? String.join("\u0001", connection.schemas()) : schema;
    String table = Schemas.text(invocation, Schemas.TABLE);
    return queries.run(
        invocation,
        connection,
        table.isEmpty() ? TABLES : COLUMNS,
        table.isEmpty() ? List.of(schemas, schemas) : List.of(schemas, schemas, table),
        answer -> tell(answer, table));
  }

  private ToolOutput tell(Answer answer, String table) {
    if (answer.failure() != null) {
      return telling.failure(answer);
    }
    if (answer.table().rows().isEmpty()) {
      return ToolOutput.of(
          (table.isEmpty()
                  ? "The role of this connection can read no table."
                  : "There is no table " + table + " that the role of this connection can read.")
              + telling.notes(answer));
    }
    return ToolOutput.of(new Markdown(500).of(answer.table()) + telling.notes(answer));
  }
}
