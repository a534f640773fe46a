package dev.perdure.skills.builtin.files;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.workspace.WorkspaceFile;
import dev.perdure.skills.internal.Schema;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** What the tools have in common. */
final class Files {

  static final String PATH = "path";
  static final int LONGEST_PATH = 1_024;

  /** The most that one call answers with of what is in files, in bytes. */
  static final int MOST_SHOWN = 40 * 1024;

  private static final Duration TIME = Duration.ofSeconds(60);
  private static final int LISTED = 50;

  private Files() {}

  static Map<String, Object> path(String description) {
    return Schema.text(description, 1, LONGEST_PATH);
  }

  /** A tool that looks. */
  static ToolDescriptor reading(String name, String description, Map<String, Object> schema) {
    return new ToolDescriptor(name, description, schema, Effect.NONE, TIME, 3, Risk.LOW);
  }

  /** A tool that changes files, which can be changed back. */
  static ToolDescriptor changing(
      String name, String description, Map<String, Object> schema, Duration time) {
    return new ToolDescriptor(name, description, schema, Effect.IDEMPOTENT, time, 3, Risk.MEDIUM);
  }

  static ToolDescriptor changing(String name, String description, Map<String, Object> schema) {
    return changing(name, description, schema, TIME);
  }

  /** A file on one line. */
  static String line(WorkspaceFile file) {
    return "%s: version %d, %d bytes, %s, changed %s"
        .formatted(
            file.path(),
            file.version(),
            file.size(),
            file.mediaType(),
            file.changedAt().truncatedTo(ChronoUnit.SECONDS));
  }

  /** The first of some files, each on a line, and how many more there are. */
  static String lines(String head, List<WorkspaceFile> files) {
    StringBuilder told = new StringBuilder(head);
    files.stream().limit(LISTED).forEach(file -> told.append('\n').append(line(file)));
    if (files.size() > LISTED) {
      told.append("\n… and ").append(files.size() - LISTED).append(" more");
    }
    return told.toString();
  }

  static String count(int files) {
    return files == 1 ? "1 file" : files + " files";
  }
}
