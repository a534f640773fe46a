package dev.perdure.api.auth.token;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.JWTClaimsSetVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Whom a token is from, whom it is for, and when it counts. */
final class ClaimChecks implements JWTClaimsSetVerifier<SecurityContext> {

  /** How far another's clock may be from ours. */
  static final Duration LEEWAY = Duration.ofSeconds(60);

  private final String issuer;
  private final String audience;
  private final Clock clock;

  ClaimChecks(String issuer, String audience, Clock clock) {
    this.issuer = issuer;
    this.audience = audience;
    this.clock = clock;
  }

  @Override
  public void verify(JWTClaimsSet claims, @Nullable SecurityContext context)
      throws BadJWTException {
    Instant now = clock.instant();
    require(issuer.equals(claims.getIssuer()), "iss");
    require(claims.getAudience() != null && claims.getAudience().contains(audience), "aud");
    require(claims.getSubject() != null && !claims.getSubject().isBlank(), "sub");
    require(claims.getExpirationTime() != null && now.isBefore(end(claims)), "exp");
    Date issued = claims.getIssueTime();
    require(issued != null && !now.isBefore(issued.toInstant().minus(LEEWAY)), "iat");
    Date notBefore = claims.getNotBeforeTime();
    require(notBefore == null || !now.isBefore(notBefore.toInstant().minus(LEEWAY)), "nbf");
  }

  /** When a token with an {@code exp} is refused. */
  static Instant end(JWTClaimsSet claims) {
    return claims.getExpirationTime().toInstant().plus(LEEWAY);
  }

  private static void require(boolean holds, String claim) throws BadJWTException {
    if (!holds) {
      throw new BadJWTException("the claim " + claim + " is missing or does not fit");
    }
  }
}
