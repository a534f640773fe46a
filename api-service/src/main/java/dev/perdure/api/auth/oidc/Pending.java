package dev.perdure.api.auth.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.perdure.api.auth.Seal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A login that began and waits for the provider's answer. The browser keeps it, sealed: any node
 * can go on, and only the browser that began can end it.
 *
 * @param state what the provider gives back
 * @param nonce what must stand in the ID token
 * @param verifier what proves that who brings the code asked for it (PKCE)
 * @param next the page to lead to
 */
record Pending(String state, String nonce, String verifier, String next, Instant until) {

  /** How long a person may take at the provider. */
  static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final String NAME = "login";
  private static final int SECRET_BYTES = 32;

  static Pending begin(String next, SecureRandom random, Instant now) {
    return new Pending(secret(random), secret(random), secret(random), next, now.plus(LIFETIME));
  }

  /** Reads what a browser kept; empty when it is not ours or too old. */
  static Optional<Pending> open(Seal seal, String kept, Instant now) {
    try {
      Optional<byte[]> opened = seal.open(NAME, Base64.getUrlDecoder().decode(kept));
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      Map<String, Object> json =
          JSONObjectUtils.parse(new String(opened.get(), StandardCharsets.UTF_8));
      Pending pending =
          new Pending(
              JSONObjectUtils.getString(json, "state"),
              JSONObjectUtils.getString(json, "nonce"),
              JSONObjectUtils.getString(json, "verifier"),
              JSONObjectUtils.getString(json, "next"),
              Instant.parse(JSONObjectUtils.getString(json, "until")));
      return now.isBefore(pending.until) ? Optional.of(pending) : Optional.empty();
    } catch (ParseException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** As the browser keeps it. */
  String sealed(Seal seal) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("state", state);
    json.put("nonce", nonce);
    json.put("verifier", verifier);
    json.put("next", next);
    json.put("until", until.toString());
    byte[] plain = JSONObjectUtils.toJSONString(json).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(seal.close(NAME, plain));
  }

  /** The S256 challenge of the verifier. */
  String challenge() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JVM", e);
    }
  }

  /** Whether the provider answers this login. */
  boolean isState(String shown) {
    return MessageDigest.isEqual(
        state.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
  }

  /** Without what must stay secret. */
  @Override
  public String toString() {
    return "Pending[until=" + until + "]";
  }

  private static String secret(SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }
}
