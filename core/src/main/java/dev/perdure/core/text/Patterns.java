package dev.perdure.core.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Compiles patterns that strangers wrote. Watching the characters a pattern looks at bounds most of
 * them; not those that count to ever more without looking at any, such as {@code (){9999999}}
 * inside another of its kind. These are refused.
 */
public final class Patterns {

  /** How often something may be repeated by counts, those of groups inside groups multiplied. */
  static final long MOST = 100_000;

  private static final Pattern COUNT = Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");
  private static final int LONGEST_COUNT = 9;

  private Patterns() {}

  /**
   * Compiles a pattern.
   *
   * @throws PatternSyntaxException also when it repeats too often
   */
  public static Pattern compile(String regex, int flags) {
    if ((flags & Pattern.LITERAL) == 0 && mostRepeats(regex) > MOST) {
      throw new PatternSyntaxException("It repeats something too often", regex, -1);
    }
    return Pattern.compile(regex, flags);
  }

  /** How often the innermost thing may be repeated by counts; of what is no pattern, anything. */
  static long mostRepeats(String regex) {
    Deque<Long> outer = new ArrayDeque<>();
    long most = 1;
    int at = 0;
    while (at < regex.length()) {
      long weight = 1;
      switch (regex.charAt(at)) {
        case '(' -> {
          outer.push(most);
          most = 1;
          at++;
          continue;
        }
        case ')' -> {
          weight = most;
          most = outer.isEmpty() ? 1 : outer.pop();
          at++;
        }
        case '[' -> at = afterClass(regex, at);
        case '\\' -> at = afterEscape(regex, at);
        default -> at++;
      }
      Matcher count = COUNT.matcher(regex).region(at, regex.length());
      while (count.lookingAt()) {
        weight = Math.min(weight * times(count), Long.MAX_VALUE / Integer.MAX_VALUE);
        at = count.end();
        count.region(at, regex.length());
      }
      most = Math.max(most, weight);
    }
    while (!outer.isEmpty()) {
      most = Math.max(most, outer.pop());
    }
    return most;
  }

  private static long times(Matcher count) {
    String last = count.group(2);
    String number = last == null || last.isEmpty() ? count.group(1) : last;
    return number.length() > LONGEST_COUNT
        ? Integer.MAX_VALUE
        : Math.max(1, Long.parseLong(number));
  }

  private static int afterEscape(String regex, int at) {
    if (regex.startsWith("\\Q", at)) {
      int end = regex.indexOf("\\E", at + 2);
      return end < 0 ? regex.length() : end + 2;
    }
    return Math.min(at + 2, regex.length());
  }

  private static int afterClass(String regex, int at) {
    int depth = 0;
    for (int i = at; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '[') {
        depth++;
      } else if (c == ']' && --depth == 0) {
        return i + 1;
      }
    }
    return regex.length();
  }
}
