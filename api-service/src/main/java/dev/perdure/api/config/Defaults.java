package dev.perdure.api.config;

import dev.perdure.security.tls.ClientTls;
import io.dropwizard.util.Duration;
import org.jspecify.annotations.Nullable;

/** Fills in what a configuration leaves out. */
final class Defaults {

  private Defaults() {}

  static <T> T or(@Nullable T value, T fallback) {
    return value == null ? fallback : value;
  }

  /** Empty counts as left out: a variable that is not set gives an empty text. */
  static String text(@Nullable String value, String fallback) {
    return value == null || value.isBlank() ? fallback : value;
  }

  static Duration positive(String key, Duration value) {
    if (value.toNanoseconds() <= 0) {
      throw new IllegalArgumentException(key + " must be longer than nothing");
    }
    return value;
  }

  static int atLeastOne(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be 1 or more");
    }
    return value;
  }

  /** A client's TLS; empty texts are left out. */
  static ClientTls tls(
      String section, @Nullable String ca, @Nullable String certificate, @Nullable String key) {
    try {
      return ClientTls.of(text(ca, ""), text(certificate, ""), text(key, ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s.tlsCertificate, %s.tlsKey: %s".formatted(section, section, e.getMessage()), e);
    }
  }

  static java.time.Duration java(Duration duration) {
    return java.time.Duration.ofNanos(duration.toNanoseconds());
  }
}
