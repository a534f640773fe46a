package dev.perdure.skills.builtin.data;

import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.builtin.data.process.Answer;
import dev.perdure.skills.builtin.data.process.FileTable;
import dev.perdure.skills.builtin.data.table.Artifacts;
import dev.perdure.skills.builtin.data.table.ChartRequest;
import dev.perdure.skills.builtin.data.table.Markdown;
import dev.perdure.skills.builtin.data.table.QueryLimits;
import dev.perdure.skills.builtin.data.table.Table;
import dev.perdure.skills.builtin.data.wire.Failure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Words an answer for a model, with what people look at beside it. */
final class Telling {

  private final QueryLimits limits;
  private final Markdown markdown = new Markdown();
  private final Artifacts artifacts = new Artifacts();

  Telling(QueryLimits limits) {
    this.limits = limits;
  }

  /** A result as a table, and drawn when that is asked for and can be. */
  ToolOutput result(Answer answer, Optional<ChartRequest> chart) {
    if (answer.failure() != null) {
      return failure(answer);
    }
    Table table = answer.table();
    Optional<String> undrawn = chart.flatMap(wanted -> wanted.problem(table));
    String content =
        markdown.of(table)
            + broken(answer)
            + notes(answer)
            + undrawn.map(why -> "\n\nNo chart was drawn: " + why + ".").orElse("");
    ToolOutput output = ToolOutput.of(content).withArtifact(artifacts.table(table));
    return chart.isPresent() && undrawn.isEmpty()
        ? output.withArtifact(artifacts.chart(table, chart.get()))
        : output;
  }

  /** Why there is no result, and what to do. */
  ToolOutput failure(Answer answer) {
    return ToolOutput.failure(
        worded(answer.failure(), answer.message())
            + tables(answer)
            + broken(answer)
            + notes(answer));
  }

  /** Files that could not be read. */
  String broken(Answer answer) {
    return answer.tables().stream()
        .filter(table -> !table.problem().isEmpty())
        .map(table -> "\n\n" + table.path() + " can't be read: " + table.problem())
        .collect(Collectors.joining());
  }

  String notes(Answer answer) {
    return answer.notes().stream().map(note -> "\n\n" + note).collect(Collectors.joining());
  }

  private String worded(@org.jspecify.annotations.Nullable Failure failure, String message) {
    return switch (failure) {
      case null -> message;
      case REFUSED -> "Not run. " + message;
      case WRONG -> message;
      case TOO_LARGE ->
          "The query needed more than "
              + limits.memoryMb()
              + " MiB of memory, or too much room on the disk. Filter sooner, select fewer columns,"
              + " or aggregate. "
              + message;
      case TOO_SLOW ->
          "The query took longer than "
              + limits.time().toSeconds()
              + " seconds and was stopped. Filter sooner, or query less.";
      case CRASHED -> "The query made the database crash. Write it in another way.";
      case UNREACHABLE -> "The database can't be reached: " + message;
      case UNSAFE_ROLE -> "Not run. " + message;
    };
  }

  /** The names of tables, for a query that may have used others. */
  private static String tables(Answer answer) {
    List<String> names =
        answer.tables().stream()
            .filter(table -> !table.name().isEmpty())
            .map(Telling::named)
            .toList();
    return names.isEmpty() ? "" : "\n\nTables: " + String.join(", ", names) + ".";
  }

  private static String named(FileTable table) {
    return table.name() + " (" + table.path() + ")";
  }
}
