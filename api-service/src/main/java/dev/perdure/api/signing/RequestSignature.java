package dev.perdure.api.signing;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code Perdure-Signature: t=<Unix seconds>,n=<nonce>,v1=<HMAC in hex>}.
 *
 * @param time when the client signed
 * @param nonce what makes the request one of its kind
 */
@SuppressWarnings("ArrayRecordComponent") // compared in constant time, never by equals
record RequestSignature(Instant time, String nonce, byte[] mac) {

  /** The header. */
  static final String HEADER = "Perdure-Signature";

  /** How far the client's clock may be from ours. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final Pattern FORM =
      Pattern.compile("t=([0-9]{1,11}),n=([A-Za-z0-9_-]{16,64}),v1=([0-9a-f]{64})");

  RequestSignature {
    mac = mac.clone();
  }

  /** Reads the header; empty when it has another form. */
  static Optional<RequestSignature> parse(String header) {
    Matcher matcher = FORM.matcher(header);
    return matcher.matches()
        ? Optional.of(
            new RequestSignature(
                Instant.ofEpochSecond(Long.parseLong(matcher.group(1))),
                matcher.group(2),
                HexFormat.of().parseHex(matcher.group(3))))
        : Optional.empty();
  }

  /** Whether it was made at this moment, as far as clocks go. */
  boolean fresh(Instant now) {
    return Duration.between(time, now).abs().compareTo(WINDOW) <= 0;
  }

  /**
   * Until when it would be taken, with as much again for a node or database whose clock is behind.
   */
  Instant end() {
    return time.plus(WINDOW).plus(WINDOW);
  }

  /** Whether the secret makes it of the request; takes the same time for every wrong one. */
  boolean fits(SignedRequest request, SigningSecret secret) {
    return MessageDigest.isEqual(secret.sign(request.canonical(time.getEpochSecond(), nonce)), mac);
  }

  @Override
  public String toString() {
    return "RequestSignature[" + time + " " + nonce + "]";
  }
}
