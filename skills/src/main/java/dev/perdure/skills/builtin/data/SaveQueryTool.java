package dev.perdure.skills.builtin.data;

import static java.util.Map.entry;

import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.workspace.WorkspaceFile;
import dev.perdure.skills.builtin.data.process.Answer;
import dev.perdure.skills.builtin.data.table.QueryLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Writes the result of a query to a file of the workspace, in full. */
record SaveQueryTool(FileQueries queries, Telling telling, QueryLimits limits)
    implements CompensableTool {

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
            "save_query",
            "Runs one DuckDB query over files of the workspace, as query_files does, and writes the"
                + " whole result to a file of the workspace.",
            Schemas.object(
                Map.ofEntries(
                    entry(Schemas.SQL, Schemas.sql("DuckDB")),
                    entry(Schemas.FILES, Schemas.files()),
                    entry(
                        Schemas.PATH,
                        Map.of(
                            "type",
                            "string",
                            "description",
                            "Where to; the end says how: .csv, .json, .jsonl or .parquet.",
                            "pattern",
                            "\\.(csv|json|jsonl|parquet)$",
                            "maxLength",
                            1_024))),
                Schemas.SQL,
                Schemas.PATH),
            Effect.IDEMPOTENT,
            limits.time().multipliedBy(2).plus(QueryFilesTool.BESIDES),
            2,
            Risk.MEDIUM)
        .untrusting();
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    // An attempt that died may have written the file: this one has to find what that one found.
    invocation.workspace().revert();
    String path = Schemas.text(invocation, Schemas.PATH);
    String end = path.substring(path.lastIndexOf('.')).toLowerCase(Locale.ROOT);
    return queries.run(
        invocation,
        Schemas.text(invocation, Schemas.SQL),
        "result" + end,
        (answer, out) -> save(invocation, answer, out.resolve("result" + end), path));
  }

  private ToolOutput save(ToolInvocation invocation, Answer answer, Path result, String path)
      throws IOException {
    if (answer.failure() != null) {
      return telling.failure(answer);
    }
    try (InputStream content = Files.newInputStream(result)) {
      WorkspaceFile file = invocation.workspace().write(path, content, null);
      return ToolOutput.of(
          "Wrote "
              + answer.table().found()
              + " rows to "
              + file.path()
              + " ("
              + file.size()
              + " bytes)."
              + telling.broken(answer));
    }
  }

  @Override
  public void undo(ToolInvocation call, String result) {
    call.workspace().undo();
  }
}
