package dev.perdure.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perdure.core.port.ContentStore.ContentKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the pieces of one content with AES-256-GCM. The key is of this content alone and the
 * nonce is the number of the piece, so none is used twice. Each piece is bound to its organization,
 * content and number, and the last one is marked: none can be moved, left out or cut off.
 */
final class ChunkCipher {

  /** Bytes of a piece in the clear; the last may have fewer. */
  static final int PLAIN = 64 << 10;

  /** Bytes of a piece as it is stored. */
  static final int SEALED = PLAIN + 16;

  private static final int KEY = 32;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ContentKey content;
  private final SecretKeySpec key;

  ChunkCipher(ContentKey content, byte[] key) {
    this.content = content;
    this.key = new SecretKeySpec(key, "AES");
  }

  static byte[] newKey() {
    byte[] key = new byte[KEY];
    RANDOM.nextBytes(key);
    return key;
  }

  /** The number of the last piece of a content of that length; an empty one has one too. */
  static long lastOf(long bytes) {
    return Math.max(0, (bytes - 1) / PLAIN);
  }

  byte[] seal(long number, boolean last, byte[] plain) {
    try {
      return run(Cipher.ENCRYPT_MODE, number, last, plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has AES-GCM", e);
    }
  }

  /**
   * Decrypts a piece.
   *
   * @throws IOException when it was changed, or is another
   */
  byte[] open(long number, boolean last, byte[] sealed) throws IOException {
    try {
      return run(Cipher.DECRYPT_MODE, number, last, sealed);
    } catch (GeneralSecurityException e) {
      throw new IOException("The content %s was changed.".formatted(content.id()), e);
    }
  }

  private byte[] run(int mode, long number, boolean last, byte[] data)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    byte[] nonce = ByteBuffer.allocate(NONCE).putInt(0).putLong(number).array();
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(
        "%s|%s|%d|%s"
            .formatted(content.orgId(), content.id(), number, last ? "last" : "more")
            .getBytes(UTF_8));
    return cipher.doFinal(data);
  }
}
