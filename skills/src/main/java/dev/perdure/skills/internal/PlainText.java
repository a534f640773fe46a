package dev.perdure.skills.internal;

/** Text of strangers, made fit to be read by people and models. */
public final class PlainText {

  private PlainText() {}

  /**
   * Without what can't be seen but can be read by a model, or makes what is seen differ from what
   * is read: control characters, marks of direction, invisible letters and tags.
   */
  public static String visible(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints().filter(PlainText::isVisible).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isVisible(int c) {
    if (c == '\n' || c == '\t') {
      return true;
    }
    boolean hidden =
        Character.isISOControl(c)
            || c == 0x00AD
            || c == 0x200B
            || c == 0x200E
            || c == 0x200F
            || (c >= 0x202A && c <= 0x202E)
            || (c >= 0x2060 && c <= 0x206F)
            || c == 0xFEFF
            || (c >= 0xFFF9 && c <= 0xFFFB)
            || (c >= 0xE0000 && c <= 0xE0FFF)
            || (c >= 0xD800 && c <= 0xDFFF);
    return !hidden;
  }

  /** On one line, and no longer than this. */
  public static String line(String text, int most) {
    return cut(visible(text).replaceAll("\\s+", " ").strip(), most);
  }

  /** No longer than this, and with an ellipsis where it was. */
  public static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, whole(text, most - 1)) + "…";
  }

  /** The last place up to {@code end} that is not inside a character. */
  public static int whole(String text, int end) {
    boolean inside =
        end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
    return inside ? end - 1 : end;
  }
}
