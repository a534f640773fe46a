package dev.perdure.skills.builtin.data.wire;

import java.util.Locale;

/** How a connection to a database is protected. */
public enum Tls {
  /** Encrypted; the certificate is trusted and names the host. */
  VERIFY_FULL,
  /** Encrypted, to whoever answers. */
  REQUIRE,
  /** In the clear. */
  OFF;

  /** The name in settings. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads a name in settings. */
  public static Tls of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
