package dev.perdure.api.signing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is signed of a request.
 *
 * @param target path and query as they were sent
 * @param body empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SignedRequest(String method, String target, byte[] body) {

  SignedRequest {
    body = body.clone();
  }

  /** The text whose HMAC is the signature: method, target, digest, time and nonce, a line each. */
  byte[] canonical(long time, String nonce) {
    return String.join("\n", method, target, digest(), Long.toString(time), nonce)
        .getBytes(StandardCharsets.UTF_8);
  }

  private String digest() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JVM", e);
    }
  }
}
