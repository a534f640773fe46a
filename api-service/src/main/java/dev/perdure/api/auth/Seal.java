package dev.perdure.api.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts small things of the service's own, such as the keys that sign its tokens: AES-256-GCM
 * under a key made of the pepper for one purpose. What was sealed under an old pepper still opens.
 * Things of an organization are not its business.
 */
public final class Seal {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final List<SecretKeySpec> old;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param old peppers under which nothing is sealed any more
   * @param purpose what is sealed for one purpose does not open for another
   */
  public Seal(String pepper, List<String> old, String purpose) {
    this.key = key(pepper, purpose);
    this.old = old.stream().map(before -> key(before, purpose)).toList();
  }

  public Seal(String pepper, String purpose) {
    this(pepper, List.of(), purpose);
  }

  private static SecretKeySpec key(String pepper, String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(pepper.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] derived = mac.doFinal(("seal " + purpose).getBytes(StandardCharsets.UTF_8));
      return new SecretKeySpec(derived, "AES");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is missing from this JVM", e);
    }
  }

  /** Encrypts; what comes out opens only with the same name. */
  public byte[] close(String name, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(key, Cipher.ENCRYPT_MODE, nonce, name).doFinal(plain);
      return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is missing from this JVM", e);
    }
  }

  /** Decrypts; empty when it was not sealed by us, or under another name. */
  public Optional<byte[]> open(String name, byte[] sealed) {
    return Stream.concat(Stream.of(key), old.stream())
        .flatMap(each -> open(each, name, sealed).stream())
        .findFirst();
  }

  /**
   * Seals under the present pepper what is under an old one; empty when it need not or can't be.
   */
  public Optional<byte[]> again(String name, byte[] sealed) {
    return open(key, name, sealed).isPresent()
        ? Optional.empty()
        : open(name, sealed).map(plain -> close(name, plain));
  }

  private static Optional<byte[]> open(SecretKeySpec key, String name, byte[] sealed) {
    if (sealed.length <= NONCE_BYTES) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    try {
      return Optional.of(
          cipher(key, Cipher.DECRYPT_MODE, nonce, name)
              .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
    } catch (AEADBadTagException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is missing from this JVM", e);
    }
  }

  private static Cipher cipher(SecretKeySpec key, int mode, byte[] nonce, String name)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
