package dev.perdure.api.auth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * An API key as its owner holds it: {@code pdr_<id>_<secret><checksum>}. The id is the key's UUID
 * in hex without dashes, the secret 32 base62 characters, the checksum the CRC-32 of all before it
 * in 6 base62 characters, so that a mistyped key is known without asking the database.
 */
public record KeyText(UUID id, String secret) {

  /** How every key begins. */
  static final String PREFIX = "pdr_";

  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int SECRET_LENGTH = 32;
  private static final int CHECKSUM_LENGTH = 6;
  private static final Pattern FORM =
      Pattern.compile("pdr_([0-9a-f]{32})_([0-9A-Za-z]{32})([0-9A-Za-z]{6})");

  /** A key with a fresh secret of 190 bits. */
  public static KeyText generate(UUID id, SecureRandom random) {
    StringBuilder secret = new StringBuilder(SECRET_LENGTH);
    for (int i = 0; i < SECRET_LENGTH; i++) {
      secret.append(BASE62.charAt(random.nextInt(BASE62.length())));
    }
    return new KeyText(id, secret.toString());
  }

  /** Reads a key; empty when it is no key or its checksum does not fit. */
  public static Optional<KeyText> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    KeyText key = new KeyText(uuid(matcher.group(1)), matcher.group(2));
    return key.checksum().equals(matcher.group(3)) ? Optional.of(key) : Optional.empty();
  }

  /** The key as it is shown to its owner, once. */
  public String text() {
    return body() + checksum();
  }

  /** Does not tell the secret. */
  @Override
  public String toString() {
    return PREFIX + hex(id) + "_…";
  }

  private String body() {
    return PREFIX + hex(id) + "_" + secret;
  }

  private String checksum() {
    CRC32 crc = new CRC32();
    crc.update(body().getBytes(StandardCharsets.US_ASCII));
    long rest = crc.getValue();
    char[] digits = new char[CHECKSUM_LENGTH];
    for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
      digits[i] = BASE62.charAt((int) (rest % BASE62.length()));
      rest /= BASE62.length();
    }
    return new String(digits);
  }

  private static String hex(UUID id) {
    return id.toString().replace("-", "");
  }

  private static UUID uuid(String hex) {
    return new UUID(
        Long.parseUnsignedLong(hex.substring(0, 16), 16),
        Long.parseUnsignedLong(hex.substring(16), 16));
  }
}
