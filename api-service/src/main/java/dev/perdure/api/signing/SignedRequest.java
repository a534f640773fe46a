package dev.perdure.api.signing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is signed of a request.
 *
 * @param target path and query as they were sent
 * @param digest SHA-256 of the body, which is empty for none, in hex
 */
record SignedRequest(String method, String target, String digest) {

  SignedRequest(String method, String target, byte[] body) {
    this(method, target, HexFormat.of().formatHex(sha256().digest(body)));
  }

  /** The text whose HMAC is the signature: method, target, digest, time and nonce, a line each. */
  byte[] canonical(long time, String nonce) {
    return String.join("\n", method, target, digest, Long.toString(time), nonce)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What makes the digest of a body. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JVM", e);
    }
  }
}
