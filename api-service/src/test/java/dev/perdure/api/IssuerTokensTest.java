package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.perdure.api.cli.Provisioner;
import dev.perdure.core.tenant.Permission;
import dev.perdure.testkit.OidcProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Tokens of an OIDC issuer: which are taken, whom they stand for, and which are lies. */
class IssuerTokensTest {

  private final TestService service = TestService.get();
  private final OidcProvider oidc = service.oidc;
  private final String slug = "org-" + UUID.randomUUID();
  private final Provisioner.Result owner = service.provision(slug);
  private final String person = "person-" + UUID.randomUUID();

  @Test
  void standForAUserWhoIsMadeAtFirstSight() {
    Answer me = me(oidc.token(claims().build())).expect(200);
    assertThat(me.string("org_id")).isEqualTo(owner.orgId().toString());
    assertThat(me.json().at("/credential/kind").asText()).isEqualTo("token");
    assertThat(me.string("permissions")).doesNotContain("agents:write");
    assertThat(me(oidc.token(claims().build())).string("user_id")).isEqualTo(me.string("user_id"));
    service.clientWith(oidc.token(claims().build())).get("/v1/runs").expect(200);
  }

  @Test
  void giveTheRoleThatTheirRolesThereAreMappedTo() {
    Instant issued = Instant.now();
    assertThat(permissions(roles(issued.minusSeconds(9), "other", "staff")))
        .contains("runs:write")
        .doesNotContain("agents:write");
    assertThat(permissions(roles(issued, "staff", "boss"))).contains("agents:write");
    assertThat(permissions(roles(issued.minusSeconds(5), "staff")))
        .as("an older token")
        .contains("agents:write");
  }

  @Test
  void loseTheRoleThatIsTakenFromThemThereButNotOneThatWasGivenHere() {
    Instant issued = Instant.now();
    assertThat(permissions(roles(issued.minusSeconds(9), "boss"))).contains("agents:write");
    Awaitility.await()
        .atMost(Duration.ofSeconds(2))
        .until(() -> !permissions(roles(issued.minusSeconds(5))).contains("agents:write"));

    String user = me(oidc.token(roles(issued.minusSeconds(5)))).expect(200).string("user_id");
    service.client(owner).patch("/v1/admin/users/" + user, "{\"role\":\"developer\"}").expect(200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(2))
        .until(() -> permissions(roles(issued)).contains("agents:write"));
  }

  @Test
  void areNarrowedToTheirScopes() {
    assertThat(permissions(claims().claim("perdure_scopes", "runs:read agents:write x").build()))
        .isEqualTo("[\"runs:read\"]");
    assertThat(permissions(claims().claim("perdure_scopes", List.of("runs:read")).build()))
        .isEqualTo("[\"runs:read\"]");
    assertThat(permissions(claims().claim("perdure_scopes", null).build())).isEqualTo("[]");
  }

  @Test
  void areRefusedOnceTheirUserIsDisabled() {
    String token = oidc.token(claims().build());
    String user = me(token).expect(200).string("user_id");
    Jdbi.create(service.admin)
        .useHandle(handle ->
            handle.execute(
                "UPDATE users SET status = 'disabled' WHERE id = ?", UUID.fromString(user)));
    Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> me(token).status() == 401);
  }

  @Test
  void areRefusedForOrganizationsThatAreNotNamedOnce() {
    for (Object organization :
        List.of("org-" + UUID.randomUUID(), UUID.randomUUID().toString(), List.of(slug, slug), 7)) {
      refused(oidc.token(claims().claim("org", organization).build()));
    }
    me(oidc.token(claims().claim("org", owner.orgId().toString()).build())).expect(200);
    me(oidc.token(claims().claim("org", Map.of(slug, Map.of())).build())).expect(200);
  }

  @Test
  void areRefusedWhenAClaimIsMissingOrDoesNotFit() {
    Instant now = Instant.now();
    refused(oidc.token(claims().issuer(oidc.issuer() + "/").build()));
    refused(oidc.token(claims().issuer("perdure").build()));
    refused(oidc.token(claims().issuer(null).build()));
    refused(oidc.token(claims().audience("another").build()));
    refused(oidc.token(claims().audience(TestService.CLIENT).build()));
    refused(oidc.token(claims().audience((String) null).build()));
    refused(oidc.token(claims().subject(null).build()));
    refused(oidc.token(claims().subject(" ").build()));
    refused(oidc.token(claims().expirationTime(Date.from(now.minusSeconds(90))).build()));
    refused(oidc.token(claims().expirationTime(null).build()));
    refused(oidc.token(claims().notBeforeTime(Date.from(now.plusSeconds(90))).build()));
    refused(oidc.token(claims().issueTime(Date.from(now.plusSeconds(90))).build()));
    refused(oidc.token(claims().issueTime(null).build()));
    me(oidc.token(claims().notBeforeTime(Date.from(now.plusSeconds(30))).build())).expect(200);
  }

  @Test
  void areRefusedWhenTheirSignatureIsALie() throws JOSEException {
    JWTClaimsSet claims = claims().build();
    RSAKey key = oidc.key();
    refused(new PlainJWT(claims).serialize());
    byte[] secret = key.toRSAPublicKey().getEncoded();
    JWSHeader.Builder mac = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID());
    refused(OidcProvider.token(mac.build(), claims, new MACSigner(secret)));
    RSAKey foreign = OidcProvider.newKey();
    RSASSASigner liar = new RSASSASigner(foreign);
    refused(OidcProvider.token(header(key).build(), claims, liar));
    refused(OidcProvider.token(header(foreign).build(), claims, liar));
    refused(OidcProvider.token(header(key).jwk(foreign.toPublicJWK()).build(), claims, liar));
    refused(
        OidcProvider.token(
            new JWSHeader.Builder(JWSAlgorithm.RS512).keyID(key.getKeyID()).build(),
            claims,
            new RSASSASigner(key)));
    refused(
        OidcProvider.token(
            header(key).criticalParams(Set.of("exp")).customParam("exp", 1).build(),
            claims,
            new RSASSASigner(key)));
    refused(
        OidcProvider.token(
            header(key).type(new JOSEObjectType("logout+jwt")).build(),
            claims,
            new RSASSASigner(key)));
    me(oidc.token(claims)).expect(200);
  }

  @Test
  void areRefusedWhenTheyAreHuge() {
    refused(oidc.token(claims().claim("much", "x".repeat(8000)).build()));
  }

  @Test
  void areTakenUnderANewKeyAndDoNotHaveTheIssuerAskedForEachThatIsUnknown() throws JOSEException {
    me(oidc.token(claims().build())).expect(200);
    oidc.rotate();
    Awaitility.await("the new key")
        .atMost(Duration.ofSeconds(30))
        .until(() -> me(oidc.token(claims().build())).status() == 200);
    int before = oidc.keyRequests();
    RSAKey foreign = OidcProvider.newKey();
    for (int i = 0; i < 60; i++) {
      refused(
          OidcProvider.token(
              OidcProvider.header("unknown-" + i).build(),
              claims().build(),
              new RSASSASigner(foreign)));
    }
    assertThat(oidc.keyRequests() - before).isLessThan(12);
    oidc.down(true);
    try {
      me(oidc.token(claims().build())).expect(200);
    } finally {
      oidc.down(false);
    }
  }

  private JWTClaimsSet roles(Instant issued, String... roles) {
    return claims()
        .claim("realm_access", Map.of("roles", List.of(roles)))
        .issueTime(Date.from(issued))
        .build();
  }

  private String permissions(JWTClaimsSet claims) {
    return me(oidc.token(claims)).expect(200).json().path("permissions").toString();
  }

  private JWTClaimsSet.Builder claims() {
    return oidc.claims(person, TestService.AUDIENCE)
        .claim("org", slug)
        .claim("perdure_scopes", Permission.all().stream().map(Permission::wireName).toList());
  }

  private Answer me(String token) {
    return service.clientWith(token).get("/v1/me");
  }

  private void refused(String token) {
    me(token).problem(401, "credentials_invalid");
  }

  private static JWSHeader.Builder header(RSAKey key) {
    return OidcProvider.header(key.getKeyID());
  }
}
