package dev.perdure.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perdure.core.workspace.FilePath;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a workspace by which its paths are found: their HMACs tell nothing to who has not the
 * key. A fork has its origin's.
 */
final class LookupKey {

  private static final String HMAC = "HmacSHA256";
  private static final int KEY = 32;

  /** Enough to tell the few thousand paths of a session apart. */
  private static final int LENGTH = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] key;

  private LookupKey(byte[] key) {
    this.key = key;
  }

  static LookupKey random() {
    byte[] key = new byte[KEY];
    RANDOM.nextBytes(key);
    return new LookupKey(key);
  }

  static LookupKey of(String text) {
    return new LookupKey(Base64.getDecoder().decode(text));
  }

  /** As it is stored, in the clear. */
  String text() {
    return Base64.getEncoder().encodeToString(key);
  }

  byte[] path(FilePath path) {
    return path(path.text());
  }

  private byte[] path(String path) {
    return hmac("path", path);
  }

  /** Those of the folders a path is in. */
  byte[][] folders(FilePath path) {
    return path.folders().stream().map(this::path).toArray(byte[][]::new);
  }

  /** What a call asked for. */
  byte[] operation(String kind, List<String> words) {
    return hmac(kind, String.join("\0", words));
  }

  private byte[] hmac(String what, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      mac.update((what + "\0").getBytes(UTF_8));
      return Arrays.copyOf(mac.doFinal(text.getBytes(UTF_8)), LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + HMAC, e);
    }
  }
}
