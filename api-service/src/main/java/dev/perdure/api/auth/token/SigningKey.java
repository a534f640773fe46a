package dev.perdure.api.auth.token;

import com.nimbusds.jose.jwk.ECKey;
import java.time.Instant;

/** A key of our own issuer, opened. */
record SigningKey(ECKey key, Instant madeAt) {

  String id() {
    return key.getKeyID();
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "SigningKey[" + id() + "]";
  }
}
