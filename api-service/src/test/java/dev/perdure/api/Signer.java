package dev.perdure.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as a client does, written from docs/signing.md and not from the service.
 *
 * @param secret {@code pdrs_…}
 */
record Signer(String secret) {

  static final String HEADER = "Perdure-Signature";

  String get(String target) {
    return sign("GET", target, "");
  }

  String sign(String method, String target, String body) {
    return sign(method, target, body, Instant.now().getEpochSecond(), nonce());
  }

  String sign(String method, String target, String body, long t, String n) {
    try {
      String digest =
          HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-256")
                      .digest(body.getBytes(StandardCharsets.UTF_8)));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String canonical = method + "\n" + target + "\n" + digest + "\n" + t + "\n" + n;
      String v1 = HexFormat.of().formatHex(mac.doFinal(canonical.getBytes(StandardCharsets.UTF_8)));
      return "t=" + t + ",n=" + n + ",v1=" + v1;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String nonce() {
    return UUID.randomUUID().toString();
  }
}
