package dev.perdure.skills.builtin.files;

import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.text.Patterns;
import dev.perdure.core.workspace.WorkspaceFile;
import dev.perdure.skills.internal.Patience;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Searches in text files, line by line. */
record SearchFilesTool() implements Tool {

  private static final int USUAL = 50;
  private static final int MOST = 200;

  @Override
  public ToolDescriptor descriptor() {
    return Files.reading(
            "search_files",
            "Searches text files line by line for a text, or a regular expression, and answers with"
                + " path, line number and line.",
            Schema.object(
                Map.of(
                    "query",
                    Schema.text("What to look for.", 1, 500),
                    "regex",
                    Schema.flag("Whether query is a regular expression; false when left out."),
                    "ignore_case",
                    Schema.flag("Whether case matters not; false when left out."),
                    "folder",
                    Files.path("Only below this folder."),
                    "glob",
                    Schema.text("Only in paths that fit, such as *.md.", 1, 200),
                    "limit",
                    Schema.integer("How many lines at most; 50 when left out.", 1, MOST)),
                "query"))
        .untrusting();
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    Values arguments = new Values(invocation.arguments());
    Pattern pattern;
    try {
      pattern = pattern(arguments);
    } catch (PatternSyntaxException e) {
      return ToolOutput.failure(
          "The regular expression is not valid: "
              + e.getDescription()
              + ", at character "
              + e.getIndex()
              + ".");
    }
    Optional<Glob> glob = arguments.find("glob").map(Glob::new);
    FileSearch search = new FileSearch(invocation, pattern, arguments.integer("limit", USUAL));
    try {
      for (WorkspaceFile file : invocation.workspace().list(arguments.text("folder", ""))) {
        if (glob.map(fitting -> fitting.fits(file.path())).orElse(true) && !search.in(file)) {
          break;
        }
      }
    } catch (Patience.TooLongException | StackOverflowError e) {
      return ToolOutput.failure(
          "The search takes too long. Use a simpler expression, or fewer files.");
    }
    return ToolOutput.of(search.tell());
  }

  private static Pattern pattern(Values arguments) {
    int literal = arguments.flag("regex") ? 0 : Pattern.LITERAL;
    int ignore =
        arguments.flag("ignore_case") ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    return Patterns.compile(arguments.text("query"), literal | ignore);
  }
}
