package dev.perdure.activities;

import java.nio.charset.StandardCharsets;

/** Makes text from outside fit to be stored and shown to a model. */
final class Texts {

  /** The most one tool result may bring into the transcript, in bytes of UTF-8. */
  static final int LONGEST_RESULT = 64 * 1024;

  private Texts() {}

  /**
   * Replaces what PostgreSQL can't store, NUL and half a surrogate pair, by the replacement
   * character. The length stays, so that places in a text mean the same before and after.
   */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        clean.setCharAt(i, '\uFFFD');
      }
    }
    return clean.toString();
  }

  /** Cleans a tool's result, and cuts one that is too long, saying so at its end. */
  static String result(String text) {
    String clean = clean(text);
    byte[] bytes = clean.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST_RESULT) {
      return clean;
    }
    String note =
        "\n[The result was cut: it is " + bytes.length + " bytes long, more than can be shown.]";
    int end = LONGEST_RESULT - note.length();
    while ((bytes[end] & 0xC0) == 0x80) {
      end--; // never inside a character
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + note;
  }
}
