package dev.perdure.api.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.KeyAuthenticator;
import dev.perdure.api.auth.TokenTerm;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import java.net.InetAddress;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Our own issuer. A token is short-lived and can't be called back by itself; it ends at once with
 * its user, its organization, and the key it was made from.
 */
public final class OwnTokens {

  /** Whom our tokens are for. */
  public static final String AUDIENCE = "perdure";

  private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
  private static final String ORGANIZATION = "org_id";
  private static final String SCOPE = "scope";
  private static final String KEY = "key_id";

  private final String issuer;
  private final SigningKeeper keeper;
  private final RecentAccess users;
  private final KeyAuthenticator keys;
  private final ClaimChecks checks;
  private final Clock clock;

  /**
   * @param issuer the {@code iss} of our tokens
   */
  public OwnTokens(
      String issuer, SigningKeeper keeper, RecentAccess users, KeyAuthenticator keys, Clock clock) {
    this.issuer = issuer;
    this.keeper = keeper;
    this.users = users;
    this.keys = keys;
    this.checks = new ClaimChecks(issuer, AUDIENCE, clock);
    this.clock = clock;
  }

  /** The {@code iss} of our tokens. */
  String name() {
    return issuer;
  }

  /**
   * Makes a token for a caller that does what they may do at most.
   *
   * @param keyId the API key it ends with
   */
  public Minted mint(
      Caller caller, @Nullable UUID keyId, Set<Permission> scopes, Duration lifetime) {
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    Instant expires = now.plus(lifetime);
    Set<Permission> granted = EnumSet.noneOf(Permission.class);
    granted.addAll(caller.permissions());
    granted.retainAll(scopes);
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(AUDIENCE)
            .subject(caller.userId().toString())
            .claim(ORGANIZATION, caller.orgId().toString())
            .claim(SCOPE, names(granted))
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(expires));
    if (keyId != null) {
      claims.claim(KEY, keyId.toString());
    }
    return new Minted(sign(claims.build()), expires, granted);
  }

  /** The caller a token stands for; empty when it is not ours or not valid any more. */
  Optional<CallerPrincipal> caller(SignedJWT token, @Nullable InetAddress from) {
    try {
      if (!genuine(token)) {
        return Optional.empty();
      }
      JWTClaimsSet claims = token.getJWTClaimsSet();
      checks.verify(claims, null);
      return caller(token, claims, from);
    } catch (JOSEException | BadJWTException | ParseException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Optional<CallerPrincipal> caller(
      SignedJWT token, JWTClaimsSet claims, @Nullable InetAddress from) throws ParseException {
    OrgId orgId = OrgId.of(claims.getStringClaim(ORGANIZATION));
    UUID userId = UUID.fromString(claims.getSubject());
    Set<Permission> scopes = EnumSet.noneOf(Permission.class);
    scopes.addAll(Scoped.scopes(claims, SCOPE));
    String key = claims.getStringClaim(KEY);
    UUID keyId = key == null ? null : UUID.fromString(key);
    if (keyId != null) {
      var holder =
          keys.usable(keyId)
              .filter(found -> found.key().orgId().equals(orgId))
              // Nor does one made before stand in for a signature.
              .filter(found -> !found.key().signed())
              // Where the key may be used from, what was made from it may.
              .filter(found -> keys.admits(found.key().id(), from));
      if (holder.isEmpty()) {
        return Optional.empty();
      }
      scopes.retainAll(holder.get().key().scopes());
    }
    return users
        .find(orgId, userId)
        .map(access ->
            new CallerPrincipal(
                access.caller(TokenIds.credential(token, claims), scopes),
                new TokenTerm(ClaimChecks.end(claims), keyId)));
  }

  private boolean genuine(SignedJWT token) throws JOSEException {
    JWSHeader header = token.getHeader();
    if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())
        || !TYPE.equals(header.getType())
        || header.getKeyID() == null) {
      return false;
    }
    Optional<SigningKey> key = keeper.find(header.getKeyID());
    return key.isPresent() && token.verify(new ECDSAVerifier(key.get().key().toECPublicKey()));
  }

  private String sign(JWTClaimsSet claims) {
    SigningKey key = keeper.ring().signer(clock.instant()).orElseThrow();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.id()).build(), claims);
    try {
      token.sign(new ECDSASigner(key.key()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("ES256 is missing from this JVM", e);
    }
  }

  private static String names(Collection<Permission> permissions) {
    return permissions.stream().map(Permission::wireName).sorted().collect(Collectors.joining(" "));
  }

  /**
   * A token just made.
   *
   * @param scopes what it may do
   */
  public record Minted(String text, Instant expiresAt, Set<Permission> scopes) {
    public Minted {
      scopes = Set.copyOf(scopes);
    }

    /** Without the token. */
    @Override
    public String toString() {
      return "Minted[expiresAt=" + expiresAt + "]";
    }
  }
}
