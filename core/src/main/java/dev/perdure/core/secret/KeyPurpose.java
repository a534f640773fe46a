package dev.perdure.core.secret;

import java.util.Locale;

/** What a keyset is for. */
public enum KeyPurpose {
  /** Columns, and copies of them elsewhere. They are encrypted anew when the key is rotated. */
  FIELDS,
  /** Payloads in Temporal's histories, which nobody can encrypt anew: their old keys are kept. */
  PAYLOADS;

  /** The name as stored. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
