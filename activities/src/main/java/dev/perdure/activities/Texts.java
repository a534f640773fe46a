package dev.perdure.activities;

/** Makes text from outside fit to be stored and shown to a model. */
final class Texts {

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
}
