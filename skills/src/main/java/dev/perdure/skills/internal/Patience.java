package dev.perdure.skills.internal;

/** How often patterns may look at characters before they are stopped. Not for several threads. */
public final class Patience {

  private long left;

  public Patience(long looks) {
    this.left = looks;
  }

  /** A text that is looked at with this patience. */
  public CharSequence watch(String text) {
    return new WatchedText(text, this::look);
  }

  private void look() {
    if (--left < 0) {
      throw new TooLongException();
    }
  }

  /** The patterns looked too often. */
  public static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooLongException() {
      super(null, null, false, false);
    }
  }
}
