package dev.perdure.skills.builtin.files;

import dev.perdure.skills.internal.Patience;
import java.util.regex.Pattern;

/**
 * A pattern for paths: {@code *} stands for any part of a name, {@code **} for any folders, {@code
 * ?} for one character. Without a {@code /} it is about the last name.
 */
final class Glob {

  private final Pattern pattern;
  private final boolean name;
  private final Patience patience = new Patience(20_000_000);

  Glob(String glob) {
    this.name = !glob.contains("/");
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (glob.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        int whole = glob.codePointAt(i);
        regex.append(Pattern.quote(Character.toString(whole)));
        i += Character.charCount(whole) - 1;
      }
    }
    this.pattern = Pattern.compile(regex.toString());
  }

  /**
   * Whether a path fits.
   *
   * @throws Patience.TooLongException when that can't be told in reasonable time
   */
  boolean fits(String path) {
    String text = name ? path.substring(path.lastIndexOf('/') + 1) : path;
    return pattern.matcher(patience.watch(text)).matches();
  }
}
