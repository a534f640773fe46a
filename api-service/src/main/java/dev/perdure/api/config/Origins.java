package dev.perdure.api.config;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Origins of web pages, such as {@code https://app.example.com}. */
final class Origins {

  private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.\\[\\]:-]+");

  private Origins() {}

  /** Reads a list by commas. There is no wildcard. */
  static Set<String> of(String text) {
    return Stream.of(text.split(",", -1))
        .map(String::strip)
        .filter(origin -> !origin.isEmpty())
        .map(Origins::checked)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String checked(String origin) {
    if (!ORIGIN.matcher(origin).matches()) {
      throw new IllegalArgumentException(
          "api.corsOrigins: \"" + origin + "\" is no origin such as https://app.example.com");
    }
    return origin;
  }
}
