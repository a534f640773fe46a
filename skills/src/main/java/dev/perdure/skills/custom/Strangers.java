package dev.perdure.skills.custom;

import dev.perdure.skills.internal.PlainText;

/**
 * What strangers say of their skills and tools, as a model is told it: on one line, so that it can
 * pose as no other part of a prompt; bounded; without letters that nobody sees; and as whose word
 * it is.
 */
public final class Strangers {

  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_DESCRIPTION = 4_000;

  private Strangers() {}

  /** A title. */
  public static String title(String text) {
    return PlainText.line(text, LONGEST_TITLE);
  }

  /** A description, where it is plain from elsewhere whose it is. */
  public static String line(String text) {
    return PlainText.line(text, LONGEST_DESCRIPTION);
  }

  /**
   * A description, as what somebody says; nothing when they say nothing.
   *
   * @param who begins the sentence
   */
  public static String word(String who, String text) {
    String line = line(text);
    return line.isEmpty() ? "" : who + " says: " + line;
  }
}
