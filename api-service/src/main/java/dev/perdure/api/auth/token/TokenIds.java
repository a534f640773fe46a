package dev.perdure.api.auth.token;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.perdure.core.tenant.Credential;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** How a token is called in logs and audits, since it must not stand there itself. */
final class TokenIds {

  private TokenIds() {}

  /** The token's {@code jti}, or an id made of that, or of its signature when it has none. */
  static Credential credential(SignedJWT token, JWTClaimsSet claims) {
    String id = claims.getJWTID();
    String name = id == null ? String.valueOf(token.getSignature()) : id;
    return new Credential(Credential.Kind.TOKEN, uuid(name));
  }

  private static UUID uuid(String name) {
    try {
      return UUID.fromString(name);
    } catch (IllegalArgumentException _) {
      return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
  }
}
