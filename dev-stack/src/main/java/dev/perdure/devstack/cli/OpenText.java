package dev.perdure.devstack.cli;

/**
 * The text of a message as it comes in. A delta says where it belongs; after a reconnect the text
 * comes again from the beginning, and only what is new is given on.
 */
final class OpenText {

  private int length;

  /**
   * Takes a delta.
   *
   * @param offset its place in UTF-16 units
   * @return the part of it that was not there yet
   */
  String place(int offset, String delta) {
    int end = offset + delta.length();
    if (end <= length) {
      return "";
    }
    String fresh = delta.substring(Math.max(0, Math.min(delta.length(), length - offset)));
    length = end;
    return fresh;
  }

  int length() {
    return length;
  }
}
