package dev.perdure.activities;

/**
 * A text that a regular expression may look at only so often: some patterns take for ever on some
 * texts, and the text is a model's.
 */
final class PatientText implements CharSequence {

  private static final int PATIENCE = 5_000_000;

  private final String text;
  private int looks;

  PatientText(String text) {
    this.text = text;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++looks > PATIENCE) {
      throw new TooLongException();
    }
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

  /** The pattern looked too often. */
  static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
