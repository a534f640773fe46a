package dev.perdure.api.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.TokenTerm;
import dev.perdure.api.config.IssuerConfig;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.Access;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An OIDC issuer whose tokens are taken: are they true, and whom do they stand for? */
public final class TrustedIssuer {

  /** An unknown key has the issuer asked again, twice in this time at most. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

  private final IssuerConfig config;
  private final IssuerKeys keys;
  private final JWKSource<SecurityContext> source;
  private final IssuerUsers users;
  private final Clock clock;

  public TrustedIssuer(IssuerConfig config, IssuerHttp http, IssuerUsers users, Clock clock) {
    this.config = config;
    this.keys = new IssuerKeys(http, config.issuer());
    this.source = keys.source(ASK_AGAIN);
    this.users = users;
    this.clock = clock;
  }

  /** The {@code iss} of its tokens. */
  public String name() {
    return config.issuer();
  }

  /** What the issuer tells of itself. */
  public Metadata metadata() throws IOException {
    return keys.metadata();
  }

  /** The user of claims that were verified; empty when they may not come in. */
  public Optional<Access> user(JWTClaimsSet claims) {
    return users.access(config, claims);
  }

  /** The caller a token for the API stands for. */
  Optional<CallerPrincipal> caller(SignedJWT token) {
    if (config.audience().isEmpty()) {
      return Optional.empty();
    }
    return verify(token, config.audience())
        .flatMap(claims ->
            users
                .access(config, claims)
                .map(access ->
                    new CallerPrincipal(
                        access.caller(
                            TokenIds.credential(token, claims),
                            Scoped.scopes(claims, config.scopesClaim())),
                        new TokenTerm(ClaimChecks.end(claims), null))));
  }

  /**
   * The claims of a token that is from this issuer and for this audience, now.
   *
   * @throws PerdureException 503 while the issuer's keys can't be had
   */
  public Optional<JWTClaimsSet> verify(SignedJWT token, String audience) {
    try {
      return Optional.of(processor(audience).process(token, null));
    } catch (KeySourceException e) {
      if (keys.away()) {
        throw PerdureException.unavailable("issuer", e);
      }
      return Optional.empty();
    } catch (BadJOSEException | JOSEException | RuntimeException _) {
      return Optional.empty();
    }
  }

  private DefaultJWTProcessor<SecurityContext> processor(String audience) {
    Set<JWSAlgorithm> algorithms =
        config.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, source));
    processor.setJWTClaimsSetVerifier(new ClaimChecks(config.issuer(), audience, clock));
    return processor;
  }
}
