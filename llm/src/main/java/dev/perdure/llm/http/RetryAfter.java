package dev.perdure.llm.http;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Reads how long a provider asks to wait: {@code retry-after-ms}, or else {@code Retry-After} in
 * seconds or as a date.
 */
final class RetryAfter {
  private RetryAfter() {}

  static Optional<Duration> read(HttpHeaders headers, InstantSource clock) {
    return headers
        .firstValue("retry-after-ms")
        .flatMap(value -> milliseconds(value, 1))
        .or(() -> headers.firstValue("retry-after").flatMap(value -> seconds(value, clock)));
  }

  private static Optional<Duration> seconds(String value, InstantSource clock) {
    return milliseconds(value, 1000).or(() -> date(value, clock));
  }

  private static Optional<Duration> milliseconds(String value, int each) {
    try {
      double number = Double.parseDouble(value.trim()) * each;
      return number >= 0 && number < Long.MAX_VALUE
          ? Optional.of(Duration.ofMillis(Math.round(number)))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> date(String value, InstantSource clock) {
    try {
      var time = ZonedDateTime.parse(value.trim(), DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(clock.instant(), time.toInstant());
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
