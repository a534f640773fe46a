package dev.perdure.core.secret;

import java.util.Locale;

/** How far the rotation of a keyset has come. */
public enum KeysetPhase {
  /** No rotation is under way. */
  STABLE,
  /** There is a new key, which nothing is encrypted with yet: all nodes get to know it. */
  DISTRIBUTED,
  /** The new key encrypts; what the old ones encrypted is encrypted anew. */
  PROMOTED;

  /** The name as stored. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a stored name. */
  public static KeysetPhase of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
