package dev.perdure.activities;

/**
 * A text that regular expressions may look at only so often: some patterns take for ever on some
 * texts, and the text is a model's. Texts of one decision share their patience.
 */
final class PatientText implements CharSequence {

  private final String text;
  private final Patience patience;

  PatientText(String text, Patience patience) {
    this.text = text;
    this.patience = patience;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    patience.look();
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

  /** How often patterns may look before one decision is made. */
  static final class Patience {

    private static final int MOST = 5_000_000;

    private int looks;

    private void look() {
      if (++looks > MOST) {
        throw new TooLongException();
      }
    }
  }

  /** The patterns looked too often. */
  static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
