package dev.perdure.skills.builtin.files;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.workspace.WorkspaceFile;
import dev.perdure.skills.internal.FileTrouble;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** Reads a part of a text file, by lines or by bytes. */
record ReadFileTool() implements Tool {

  private static final int USUAL_LINES = 1_000;
  private static final int MOST_LINES = 10_000;
  private static final long FARTHEST = 1L << 40;

  @Override
  public ToolDescriptor descriptor() {
    return Files.reading(
            "read_file",
            "Reads a text file, or a part of it: lines from from_line on, or bytes from offset on."
                + " Answers with 40 KiB at most, and says where to go on.",
            Schema.object(
                Map.of(
                    Files.PATH,
                    Files.path("The file."),
                    "from_line",
                    Schema.integer("The first line, from 1.", 1, FARTHEST),
                    "lines",
                    Schema.integer("How many lines; 1000 when left out.", 1, MOST_LINES),
                    "offset",
                    Schema.integer("The first byte, from 0; instead of lines.", 0, FARTHEST),
                    "length",
                    Schema.integer("How many bytes, with offset.", 1, Files.MOST_SHOWN)),
                Files.PATH))
        .untrusting();
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    Values arguments = new Values(invocation.arguments());
    WorkspaceFile file = find(invocation, arguments.text(Files.PATH));
    boolean bytes = arguments.integer("length").isPresent() || arguments.find("offset").isPresent();
    try {
      Part part = bytes ? bytes(invocation, file, arguments) : lines(invocation, file, arguments);
      String head = Files.line(file) + "\n";
      return part.text()
          .map(text -> ToolOutput.of(head + part.place() + "\n\n" + text))
          .orElseGet(() ->
              ToolOutput.failure(head + "It is binary, or not in UTF-8, and can't be shown."));
    } catch (IOException e) {
      throw FileTrouble.of(e);
    }
  }

  /** What was read; no text when it is none. */
  private record Part(String place, Optional<String> text) {}

  static WorkspaceFile find(ToolInvocation invocation, String path) {
    return invocation
        .workspace()
        .find(path)
        .orElseThrow(() ->
            PerdureException.toolFinal(
                "file_not_found", "There is no file " + path + ". See list_files.", null));
  }

  private static Part bytes(ToolInvocation invocation, WorkspaceFile file, Values arguments)
      throws IOException {
    long offset = arguments.number("offset", 0);
    int length = arguments.integer("length", Files.MOST_SHOWN);
    try (InputStream in = invocation.workspace().read(file.path(), offset, length)) {
      byte[] read = in.readNBytes(length);
      long end = offset + read.length;
      String more = end < file.size() ? "; go on with offset " + end : ", the end";
      return new Part("Bytes " + offset + " to " + end + more, Text.ofPart(read));
    }
  }

  private static Part lines(ToolInvocation invocation, WorkspaceFile file, Values arguments)
      throws IOException {
    long from = arguments.number("from_line", 1);
    int wanted = arguments.integer("lines", USUAL_LINES);
    try (InputStream in = invocation.workspace().read(file.path())) {
      Lines lines = new Lines(in, invocation.cancellation());
      long line = 1;
      while (line < from && !lines.end()) {
        lines.next(0);
        line++;
      }
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      while (line < from + wanted && !lines.end()) {
        long start = lines.position();
        Lines.Line next = lines.next(Files.MOST_SHOWN - read.size());
        if (next.cut() && read.size() > 0) {
          break; // it comes next time, as a whole
        }
        read.writeBytes(next.bytes());
        if (next.cut()) {
          byte[] shown = read.toByteArray();
          int end = Text.wholeCharacters(shown, shown.length);
          return new Part(
              "Line %d is too long: its first %d bytes. Go on with offset %d"
                  .formatted(line, end, start + end),
              Text.ofPart(shown));
        }
        line += next.length() > 0 ? 1 : 0;
      }
      return new Part(place(from, line, lines, file), Text.of(read.toByteArray()));
    }
  }

  private static String place(long from, long next, Lines lines, WorkspaceFile file) {
    if (file.size() == 0) {
      return "It is empty";
    }
    if (next == from || (lines.end() && next < from)) {
      return "There is no line " + from;
    }
    boolean all = lines.end() || lines.position() == file.size();
    return "Lines "
        + from
        + " to "
        + (next - 1)
        + (all ? ", the end" : "; go on with from_line " + next);
  }
}
