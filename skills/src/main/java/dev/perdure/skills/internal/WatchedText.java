package dev.perdure.skills.internal;

/**
 * A text that tells each look at one of its characters: some patterns take for ever on some texts.
 */
public record WatchedText(String text, Runnable look) implements CharSequence {

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    look.run();
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
