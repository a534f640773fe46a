package dev.perdure.skills.builtin.files;

import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.core.workspace.WorkspaceFile;
import dev.perdure.skills.internal.FileTrouble;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Replaces a text inside a file by another. */
record EditFileTool() implements ChangingTool {

  private static final int MOST = 4 * 1024 * 1024;
  private static final int LONGEST_TEXT = 200_000;
  private static final int SHOWN = 10;

  @Override
  public ToolDescriptor descriptor() {
    return Files.changing(
        "edit_file",
        "Replaces old_text by new_text in a text file. old_text must be exactly as it is there,"
            + " with spaces and line ends, and there once, unless replace_all.",
        Schema.object(
            Map.of(
                Files.PATH,
                Files.path("The file."),
                "old_text",
                Schema.text(
                    "What is there, with enough around it to be there once.", 1, LONGEST_TEXT),
                "new_text",
                Schema.text("What shall be there.", 0, LONGEST_TEXT),
                "replace_all",
                Schema.flag("Replace each of them; false when left out."),
                WriteFileTool.EXPECTED,
                WriteFileTool.EXPECTED_SCHEMA),
            Files.PATH,
            "old_text",
            "new_text"));
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    Values arguments = new Values(invocation.arguments());
    Workspace workspace = invocation.workspace();
    List<WorkspaceFile> before = workspace.changed();
    if (!before.isEmpty()) {
      // An attempt whose answer was lost has done it: "a" to "aa" would be done twice.
      return ToolOutput.of("Edited. " + Files.line(before.getFirst()));
    }
    WorkspaceFile file = ReadFileTool.find(invocation, arguments.text(Files.PATH));
    if (file.size() > MOST) {
      return ToolOutput.failure(
          Files.line(file) + ": it is too large to be edited; write another file.");
    }
    Optional<String> text = Text.of(bytes(workspace, file));
    return text.isEmpty()
        ? ToolOutput.failure(Files.line(file) + ": it is binary, or not in UTF-8.")
        : edit(workspace, file, text.get(), arguments);
  }

  private static ToolOutput edit(
      Workspace workspace, WorkspaceFile file, String text, Values arguments) {
    String old = arguments.text("old_text");
    List<Integer> places = places(text, old);
    if (places.isEmpty()) {
      return ToolOutput.failure(notThere(file, text, old));
    }
    if (places.size() > 1 && !arguments.flag("replace_all")) {
      return ToolOutput.failure(
          "old_text is in %s %d times, in lines %s. Give more of what is around it, or set replace_all."
              .formatted(file.path(), places.size(), lines(text, places)));
    }
    String replacement = arguments.text("new_text");
    long length = text.length() + (long) places.size() * (replacement.length() - old.length());
    if (length > MOST) {
      return ToolOutput.failure(file.path() + " would become too large; nothing was changed.");
    }
    String edited = text.replace(old, replacement);
    WorkspaceFile now =
        workspace.write(
            file.path(),
            new ByteArrayInputStream(edited.getBytes(StandardCharsets.UTF_8)),
            // What was read, or what the model read: nothing written meanwhile is lost.
            arguments.integer(WriteFileTool.EXPECTED).orElse(file.version()));
    return ToolOutput.of("Edited. " + Files.line(now));
  }

  private static byte[] bytes(Workspace workspace, WorkspaceFile file) {
    try (InputStream in = workspace.read(file.path())) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw FileTrouble.of(e);
    }
  }

  private static List<Integer> places(String text, String old) {
    List<Integer> places = new ArrayList<>();
    for (int at = text.indexOf(old); at >= 0; at = text.indexOf(old, at + old.length())) {
      places.add(at);
    }
    return places;
  }

  private static String lines(String text, List<Integer> places) {
    String shown =
        places.stream()
            .limit(SHOWN)
            .map(place -> Long.toString(line(text, place)))
            .collect(Collectors.joining(", "));
    return places.size() > SHOWN ? shown + ", …" : shown;
  }

  private static long line(String text, int place) {
    return 1 + text.substring(0, place).chars().filter(c -> c == '\n').count();
  }

  /** What is wrong, and where something like it is. */
  private static String notThere(WorkspaceFile file, String text, String old) {
    String told = "old_text is not in " + file.path() + " as it is given.";
    if (text.contains("\r\n") && text.contains(old.replace("\n", "\r\n"))) {
      return told + " The file's lines end with \\r\\n.";
    }
    List<String> wanted = old.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    if (wanted.isEmpty()) {
      return told;
    }
    List<String> lines = text.lines().map(String::strip).toList();
    int like = lines.indexOf(wanted.getFirst());
    return like < 0
        ? told + " Read the file again."
        : told
            + " Something like it begins in line "
            + (like + 1)
            + "; spaces, or what follows, differ.";
  }
}
