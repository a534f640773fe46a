package dev.perdure.api.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes the secrets of API keys and console sessions: HMAC-SHA256 under the service's pepper. */
public final class KeyHash {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec pepper;

  public KeyHash(String pepper) {
    this.pepper = new SecretKeySpec(pepper.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** What is stored of a key. */
  public byte[] of(KeyText key) {
    return of(key.secret());
  }

  /** What is stored of a secret in ASCII. */
  public byte[] of(String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(pepper);
      return mac.doFinal(secret.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is missing from this JVM", e);
    }
  }

  /** Whether a shown key is the stored one; takes the same time for every wrong one. */
  public boolean matches(KeyText key, byte[] stored) {
    return matches(key.secret(), stored);
  }

  /** Whether a shown secret is the stored one; takes the same time for every wrong one. */
  public boolean matches(String secret, byte[] stored) {
    return MessageDigest.isEqual(of(secret), stored);
  }
}
