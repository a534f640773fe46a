package dev.perdure.skills.builtin.files;

import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.workspace.WorkspaceFile;
import dev.perdure.skills.internal.FileTrouble;
import dev.perdure.skills.internal.Patience;
import dev.perdure.skills.internal.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One search: what it found, and what it had no patience for. */
final class FileSearch {

  private static final long MOST_BYTES = 64L * 1024 * 1024;
  private static final int LONGEST_LINE = 32 * 1024;
  private static final int BEFORE = 80;
  private static final int LONGEST_SHOWN = 240;
  private static final long LOOKS = 200_000_000;

  private final ToolInvocation invocation;
  private final Pattern pattern;
  private final int limit;
  private final Patience patience = new Patience(LOOKS);
  private final List<String> found = new ArrayList<>();
  private long bytes;
  private int searched;
  private int binary;
  private boolean more;
  private boolean longLines;

  FileSearch(ToolInvocation invocation, Pattern pattern, int limit) {
    this.invocation = invocation;
    this.pattern = pattern;
    this.limit = limit;
  }

  /** Searches a file; false when enough was found or read. */
  boolean in(WorkspaceFile file) {
    try (InputStream in = invocation.workspace().read(file.path())) {
      return in(file.path(), new Lines(in, invocation.cancellation()));
    } catch (IOException e) {
      throw FileTrouble.of(e);
    }
  }

  private boolean in(String path, Lines lines) throws IOException {
    searched++;
    long before = bytes;
    for (long number = 1; !lines.end(); number++) {
      Lines.Line line = lines.next(LONGEST_LINE);
      bytes = before + lines.position();
      byte[] start = line.bytes();
      String text = (line.cut() ? Text.ofPart(start) : Text.of(start)).orElse(null);
      if (text == null) {
        binary++;
        return true;
      }
      longLines |= line.cut();
      String shown = text.stripTrailing();
      Matcher matcher = pattern.matcher(patience.watch(shown));
      if (line.length() > 0 && matcher.find()) {
        if (found.size() == limit) {
          more = true;
          return false;
        }
        found.add(path + ":" + number + ": " + excerpt(shown, matcher.start()));
      }
      if (bytes > MOST_BYTES) {
        more = true;
        return false;
      }
    }
    return true;
  }

  private static String excerpt(String line, int at) {
    int from = Math.max(0, at - BEFORE);
    String cut = (from > 0 ? "…" : "") + line.substring(PlainText.whole(line, from));
    return PlainText.line(cut, LONGEST_SHOWN);
  }

  String tell() {
    StringBuilder told = new StringBuilder();
    told.append(found.isEmpty() ? "Nothing found" : found.size() + " lines found");
    told.append(" in ").append(Files.count(searched));
    told.append(binary > 0 ? " (" + binary + " of them not text)" : "");
    told.append(more ? "; there may be more: narrow the search." : ".");
    told.append(longLines ? " Only the first 32 KiB of long lines were searched." : "");
    found.forEach(line -> told.append('\n').append(line));
    return told.toString();
  }
}
