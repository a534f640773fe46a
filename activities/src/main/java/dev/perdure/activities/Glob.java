package dev.perdure.activities;

/** A name pattern in which {@code *} stands for any characters. Takes no more than n·m steps. */
final class Glob {

  private Glob() {}

  static boolean matches(String glob, String name) {
    int g = 0;
    int n = 0;
    int star = -1;
    int taken = 0;
    while (n < name.length()) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        star = g++;
        taken = n;
      } else if (g < glob.length() && glob.charAt(g) == name.charAt(n)) {
        g++;
        n++;
      } else if (star >= 0) {
        g = star + 1; // the last star takes one character more
        n = ++taken;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }
}
