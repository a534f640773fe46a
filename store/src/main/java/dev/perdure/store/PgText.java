package dev.perdure.store;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes any Java string fit for PostgreSQL, which takes neither U+0000 nor half a surrogate pair.
 * Models and tools write both now and then; each becomes U+FFFD.
 */
final class PgText {

  private static final char REPLACEMENT = '\uFFFD';

  /** An escaped U+0000 in JSON: an odd number of backslashes before {@code u0000}. */
  private static final Pattern ESCAPED_NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

  private PgText() {}

  static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (unfit(text, i)) {
        return replaced(text);
      }
    }
    return text;
  }

  static @Nullable String cleanOrNull(@Nullable String text) {
    return text == null ? null : clean(text);
  }

  static String cleanJson(String json) {
    String text = clean(json);
    return text.contains("\\u0000")
        ? ESCAPED_NUL.matcher(text).replaceAll("$1" + REPLACEMENT)
        : text;
  }

  /** Quotes what {@code LIKE} would take for a wildcard. */
  static String likeLiteral(String text) {
    return clean(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  private static String replaced(String text) {
    StringBuilder out = new StringBuilder(text);
    for (int i = 0; i < out.length(); i++) {
      if (unfit(text, i)) {
        out.setCharAt(i, REPLACEMENT);
      }
    }
    return out.toString();
  }

  private static boolean unfit(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
    return c == 0;
  }
}
