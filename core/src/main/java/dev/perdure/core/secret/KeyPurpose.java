package dev.perdure.core.secret;

import java.util.Locale;

/** What a keyset is for. */
public enum KeyPurpose {
  /** Secrets and credentials in columns. They are encrypted anew when the key is rotated. */
  FIELDS,
  /** Payloads in Temporal's histories, which nobody can encrypt anew: their old keys are kept. */
  PAYLOADS,
  /**
   * What people, agents and tools said, and its copies in Redis. Much more than all fields, and
   * encrypted anew too: its own keyset, so that a secret's key is changed without waiting for that.
   */
  MESSAGES;

  /** The name as stored. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
