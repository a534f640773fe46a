package dev.perdure.api.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes the secrets of API keys, console sessions and invitations: HMAC-SHA256 under the service's
 * pepper. What was hashed under an old one is still known.
 */
public final class KeyHash {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec pepper;
  private final List<SecretKeySpec> old;

  /**
   * @param old peppers under which nothing is hashed any more
   */
  public KeyHash(String pepper, List<String> old) {
    this.pepper = key(pepper);
    this.old = old.stream().map(KeyHash::key).toList();
  }

  public KeyHash(String pepper) {
    this(pepper, List.of());
  }

  /** What is stored of a key. */
  public byte[] of(KeyText key) {
    return of(key.secret());
  }

  /** What is stored of a secret in ASCII. */
  public byte[] of(String secret) {
    return hash(pepper, secret);
  }

  private static SecretKeySpec key(String pepper) {
    return new SecretKeySpec(pepper.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  private static byte[] hash(SecretKeySpec pepper, String secret) {
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
    boolean matches = MessageDigest.isEqual(of(secret), stored);
    for (SecretKeySpec before : old) {
      matches |= MessageDigest.isEqual(hash(before, secret), stored);
    }
    return matches;
  }

  /** Whether a shown key that is the stored one was hashed under the present pepper. */
  boolean fresh(KeyText key, byte[] stored) {
    return MessageDigest.isEqual(of(key), stored);
  }
}
