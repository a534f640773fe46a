package dev.perdure.skills.builtin.files;

import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.workspace.WorkspaceFile;
import dev.perdure.skills.internal.Patience;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists files. */
record ListFilesTool() implements Tool {

  private static final int USUAL = 100;
  private static final int MOST = 300;

  @Override
  public ToolDescriptor descriptor() {
    return Files.reading(
        "list_files",
        "Lists the files of this session by path, with version, size and type.",
        Schema.object(
            Map.of(
                "folder",
                Files.path("Only what is below this folder; everything when left out."),
                "glob",
                Schema.text("Only paths that fit, such as *.csv or reports/**/2026-??.md.", 1, 200),
                "after",
                Files.path("Only paths after this one: the last of the list before."),
                "limit",
                Schema.integer("How many at most; 100 when left out.", 1, MOST))));
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    Values arguments = new Values(invocation.arguments());
    Optional<Glob> glob = arguments.find("glob").map(Glob::new);
    String after = arguments.text("after", "");
    int limit = arguments.integer("limit", USUAL);
    List<WorkspaceFile> files;
    try {
      files =
          invocation.workspace().list(arguments.text("folder", "")).stream()
              .filter(file -> file.path().compareTo(after) > 0)
              .filter(file -> glob.map(fitting -> fitting.fits(file.path())).orElse(true))
              .toList();
    } catch (Patience.TooLongException e) {
      return ToolOutput.failure("The glob is too complicated. Use fewer stars.");
    }
    return ToolOutput.of(tell(files, limit));
  }

  private static String tell(List<WorkspaceFile> files, int limit) {
    if (files.isEmpty()) {
      return "There are no such files.";
    }
    StringBuilder told = new StringBuilder(Files.count(files.size())).append(':');
    files.stream()
        .limit(limit)
        .takeWhile(_ -> told.length() < Files.MOST_SHOWN)
        .forEach(file -> told.append('\n').append(Files.line(file)));
    long shown = told.toString().lines().count() - 1;
    if (shown < files.size()) {
      told.append("\n… and ").append(files.size() - shown).append(" more: go on with after \"");
      told.append(files.get((int) shown - 1).path()).append('"');
    }
    return told.toString();
  }
}
