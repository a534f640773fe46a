package dev.perdure.api.problem;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Words what is wrong with a path that the server takes for no route's, nor for a file's. */
final class PathFaults {

  /** What could be read as something else by whoever the request passes on its way. */
  private static final Pattern REFUSED =
      Pattern.compile("%(2f|25|5c|[01][0-9a-f]|7f)|[\\\\]", Pattern.CASE_INSENSITIVE);

  private static final Map<String, String> NAMES =
      Map.of("%2F", "a slash", "%25", "a percent sign", "%5C", "a backslash", "\\", "a backslash");

  private PathFaults() {}

  /**
   * What to tell of it, or of a request that did not come as far as having one.
   *
   * @param path as it was sent; null where it could not be read
   */
  static String of(@Nullable String path) {
    Matcher found = REFUSED.matcher(path == null ? "" : path);
    if (!found.find()) {
      return "The request is not taken as it is written. A path, for one, has no empty name, no ."
          + " or .. and no control character such as %00.";
    }
    String sent = found.group().toUpperCase(Locale.ROOT);
    return "The path has %s (%s), which is not taken in a path."
        .formatted(sent, NAMES.getOrDefault(sent, "a control character"));
  }
}
