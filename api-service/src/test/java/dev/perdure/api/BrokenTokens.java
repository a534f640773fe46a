package dev.perdure.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.perdure.testkit.OidcProvider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Tokens that somebody made who would like to be let in: well-formed, and none of them valid. */
final class BrokenTokens {

  private static final List<String> GARBAGE =
      List.of(
          "",
          "null",
          "[]",
          "{",
          "{\"iss\":7}",
          "{\"iss\":null,\"exp\":\"x\"}",
          "{\"exp\":1e400}",
          "{\"iss\":\"perdure\",\"sub\":[]}",
          "[".repeat(2000),
          "{\"a\":".repeat(500),
          "\u0000\uFFFF",
          "{\"iss\":\"perdure\",\"iss\":\"other\",\"sub\":\"a\",\"sub\":\"b\"}");

  private static final List<String> ALGORITHMS =
      List.of("none", "None", "NONE", "HS256", "RS512", "ES256", "PS256", "EdDSA", "ES256K", "");

  private final OidcProvider provider;
  private final String slug;
  private final Random random;
  private final ECKey foreign;

  BrokenTokens(OidcProvider provider, String slug, Random random) throws JOSEException {
    this.provider = provider;
    this.slug = slug;
    this.random = random;
    this.foreign = new ECKeyGenerator(Curve.P_256).keyID("foreign").generate();
  }

  /** A valid one. */
  String valid() {
    return provider.token(claims().build());
  }

  /** One of those, by chance; some are made of a valid one of somebody else. */
  String next(String victim) throws JOSEException {
    String[] parts = victim.split("\\.", -1);
    return switch (random.nextInt(16)) {
      case 0 -> unsigned(parts, one(ALGORITHMS));
      case 1 -> header("{\"alg\":\"none\"}") + "." + parts[1] + ".";
      case 2 -> macOfPublicKey();
      case 3 -> keyIdOf("../../../../dev/null");
      case 4 -> keyIdOf("' OR '1'='1");
      case 5 -> foreignKey(new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(foreign.toPublicJWK()));
      case 6 -> foreignKey(new JWSHeader.Builder(JWSAlgorithm.ES256).jwkURL(nowhere()));
      case 7 -> foreignKey(new JWSHeader.Builder(JWSAlgorithm.ES256).x509CertURL(nowhere()));
      case 8 -> signed(header().criticalParams(Set.of("exp")), claims());
      case 9 -> signed(header().type(new JOSEObjectType("secevent+jwt")), claims());
      case 10 -> signed(header(), claims().expirationTime(at(-61 - random.nextInt(10_000))));
      case 11 -> signed(header(), claims().notBeforeTime(at(90 + random.nextInt(10_000))));
      case 12 -> signed(header(), claims().claim("big", "x".repeat(8_200)));
      case 13 -> signed(header(), claims().audience(List.of("perdure", "somebody")));
      case 14 -> parts[0] + "." + encoded(one(GARBAGE)) + "." + parts[2];
      default -> encoded(one(GARBAGE)) + "." + parts[1] + "." + parts[2];
    };
  }

  private JWTClaimsSet.Builder claims() {
    return provider
        .claims("fuzz-" + random.nextInt(), TestService.AUDIENCE)
        .claim("org", slug)
        .jwtID(UUID.randomUUID().toString());
  }

  private JWSHeader.Builder header() {
    return OidcProvider.header(provider.key().getKeyID());
  }

  private String signed(JWSHeader.Builder header, JWTClaimsSet.Builder claims)
      throws JOSEException {
    return OidcProvider.token(header.build(), claims.build(), new RSASSASigner(provider.key()));
  }

  /** What is published, taken for a secret. */
  private String macOfPublicKey() throws JOSEException {
    RSAKey key = provider.key().toPublicJWK();
    byte[] secret =
        random.nextBoolean()
            ? key.toRSAPublicKey().getEncoded()
            : key.toJSONString().getBytes(StandardCharsets.UTF_8);
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build();
    return OidcProvider.token(header, claims().build(), new MACSigner(secret));
  }

  private String keyIdOf(String id) throws JOSEException {
    JWSSigner empty = new MACSigner(new byte[32]);
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(id).build();
    return OidcProvider.token(header, claims().build(), empty);
  }

  private String foreignKey(JWSHeader.Builder header) throws JOSEException {
    return OidcProvider.token(
        header.keyID(provider.key().getKeyID()).build(),
        claims().build(),
        new ECDSASigner(foreign));
  }

  private static String unsigned(String[] parts, String algorithm) {
    return header("{\"alg\":\"" + algorithm + "\"}") + "." + parts[1] + "." + parts[2];
  }

  private static URI nowhere() {
    return URI.create("http://127.0.0.1:1/keys");
  }

  private static Date at(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String header(String json) {
    return encoded(json);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
