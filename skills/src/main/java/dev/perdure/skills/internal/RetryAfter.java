package dev.perdure.skills.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a server says about when to come again. */
public final class RetryAfter {

  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /** How long the header of an answer says to wait from now; null when it says nothing. */
  public static @Nullable Duration of(Optional<String> header) {
    return header.flatMap(text -> read(text, Instant.now())).orElse(null);
  }

  /**
   * Reads a header {@code Retry-After}: seconds, or a date.
   *
   * @return how long to wait from {@code now}; empty when it says nothing
   */
  public static Optional<Duration> read(String header, Instant now) {
    String text = header.strip();
    if (text.matches("\\d{1," + MOST_DIGITS + "}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
