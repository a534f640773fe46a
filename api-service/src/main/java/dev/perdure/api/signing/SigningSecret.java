package dev.perdure.api.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What requests are signed with: {@code pdrs_} and 43 base62 characters, 256 bits. */
public record SigningSecret(String text) {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 43;

  /** A fresh one. */
  public static SigningSecret generate(SecureRandom random) {
    StringBuilder text = new StringBuilder("pdrs_");
    for (int i = 0; i < LENGTH; i++) {
      text.append(BASE62.charAt(random.nextInt(BASE62.length())));
    }
    return new SigningSecret(text.toString());
  }

  static SigningSecret of(byte[] bytes) {
    return new SigningSecret(new String(bytes, StandardCharsets.US_ASCII));
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** HMAC-SHA256; the key is the whole text, with its prefix. */
  byte[] sign(byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(bytes(), ALGORITHM));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is missing from this JVM", e);
    }
  }

  /** Does not tell the secret. */
  @Override
  public String toString() {
    return "pdrs_…";
  }
}
