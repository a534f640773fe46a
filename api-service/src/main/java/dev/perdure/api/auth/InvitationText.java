package dev.perdure.api.auth;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;

/**
 * An invitation's token as the invited holds it: {@code pdi_<id>_<secret><checksum>}, made and
 * checked as an API key is, so that neither can be taken for the other.
 */
public record InvitationText(KeyText key) {

  private static final String PREFIX = "pdi_";
  private static final String KEY_PREFIX = "pdr_";

  /** A token with a fresh secret. */
  public static InvitationText generate(UUID id, SecureRandom random) {
    return new InvitationText(KeyText.generate(id, random));
  }

  /** Reads a token; empty when it is none or its checksum does not fit. */
  public static Optional<InvitationText> parse(String text) {
    return text.startsWith(PREFIX)
        ? KeyText.parse(KEY_PREFIX + text.substring(PREFIX.length())).map(InvitationText::new)
        : Optional.empty();
  }

  /** The token as it is told, once. */
  public String text() {
    return PREFIX + key.text().substring(KEY_PREFIX.length());
  }

  /** Does not tell the secret. */
  @Override
  public String toString() {
    return PREFIX + key.id();
  }
}
