package dev.perdure.llm.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in which JSON objects and quoted parts are replaced by marks, so that words inside them
 * are not taken for cues.
 *
 * @param text with marks
 */
record Protected(String text, List<String> parts) {
  private static final char OPEN = '\u0001';
  private static final char CLOSE = '\u0002';
  private static final Pattern MARK = Pattern.compile(OPEN + "(\\d+)" + CLOSE);

  Protected {
    parts = List.copyOf(parts);
  }

  static Protected of(String text) {
    var marked = new StringBuilder();
    var parts = new ArrayList<String>();
    String clean = text.replace(OPEN, ' ').replace(CLOSE, ' ');
    int at = 0;
    while (at < clean.length()) {
      int end = endOfPart(clean, at);
      if (end > at) {
        marked.append(OPEN).append(parts.size()).append(CLOSE);
        parts.add(clean.substring(at, end));
        at = end;
      } else {
        marked.append(clean.charAt(at++));
      }
    }
    return new Protected(marked.toString(), parts);
  }

  /** The text with its marks replaced by what they stand for; quotation marks are dropped. */
  String reveal(String marked) {
    return MARK.matcher(marked)
        .replaceAll(mark -> {
          String part = parts.get(Integer.parseInt(mark.group(1)));
          boolean quoted = part.charAt(0) == '"' || part.charAt(0) == '“';
          return Matcher.quoteReplacement(quoted ? part.substring(1, part.length() - 1) : part);
        })
        .strip();
  }

  private static int endOfPart(String text, int start) {
    return switch (text.charAt(start)) {
      case '{' -> endOfObject(text, start);
      case '"' -> text.indexOf('"', start + 1) + 1;
      case '“' -> text.indexOf('”', start + 1) + 1;
      default -> 0;
    };
  }

  /** Where the object's braces balance, strings left aside; 0 if nowhere. */
  private static int endOfObject(String text, int start) {
    int depth = 0;
    boolean inString = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inString) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          inString = false;
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i + 1;
      }
    }
    return 0;
  }
}
