package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.perdure.api.auth.KeyText;
import dev.perdure.api.cli.Provisioner;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Tokens of our own: short, narrowed, verified by everybody, ended with what made them. */
class OwnTokensTest {

  private final TestService service = TestService.get();
  private final Provisioner.Result owner = service.provision("org-" + UUID.randomUUID());
  private final Client client = service.client(owner);

  @Test
  void doWhatTheirMakerMay() {
    Answer made = client.post("/v1/tokens", "").expect(201);
    assertThat(made.string("token_type")).isEqualTo("Bearer");
    assertThat(made.json().path("expires_in").intValue()).isEqualTo(900);
    Answer me = me(made.string("access_token")).expect(200);
    assertThat(me.string("user_id")).isEqualTo(owner.userId().toString());
    assertThat(me.json().at("/credential/kind").asText()).isEqualTo("token");
    assertThat(me.json().path("permissions"))
        .isEqualTo(client.get("/v1/me").json().path("permissions"));
  }

  @Test
  void areNarrowedToTheScopesAskedFor() {
    String token = token("{\"scopes\":[\"runs:read\"],\"expires_in\":60}");
    assertThat(me(token).json().path("permissions").toString()).isEqualTo("[\"runs:read\"]");
    service.clientWith(token).get("/v1/runs").expect(200);
    service.clientWith(token).get("/v1/sessions").problem(403, "permission_missing");
    client.post("/v1/tokens", "{\"scopes\":[\"all\"]}").problem(422, "unknown_permission");
    client
        .post("/v1/tokens", "{\"scopes\":[\"organizations:admin\"]}")
        .problem(403, "permission_missing");
  }

  @Test
  void lastAnHourAtMost() {
    for (int seconds : new int[] {-1, 0, 29, 3601, Integer.MAX_VALUE}) {
      client
          .post("/v1/tokens", "{\"expires_in\":%d}".formatted(seconds))
          .problem(422, "invalid_lifetime")
          .field("/expires_in");
    }
  }

  @Test
  void makeNoOtherTokens() {
    service.clientWith(token("")).post("/v1/tokens", "").problem(403, "token_from_token");
  }

  @Test
  void endWithTheKeyTheyWereMadeFrom() {
    String token = token("");
    me(token).expect(200);
    UUID key = KeyText.parse(owner.apiKey()).orElseThrow().id();
    sql("UPDATE api_keys SET revoked_at = now() WHERE id = ?", key);
    Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> me(token).status() == 401);
  }

  @Test
  void endWithTheKeyOfTheSessionTheyWereMadeIn() {
    String token = tokenOfSession();
    me(token).expect(200);
    UUID key = KeyText.parse(owner.apiKey()).orElseThrow().id();
    sql("UPDATE api_keys SET allowed_addresses = '{192.0.2.0/24}' WHERE id = ?", key);
    Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> me(token).status() == 401);
    sql("UPDATE api_keys SET allowed_addresses = '{}' WHERE id = ?", key);
    Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> me(token).status() == 200);
    sql("UPDATE api_keys SET revoked_at = now() WHERE id = ?", key);
    Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> me(token).status() == 401);
  }

  @Test
  void endWhenTheirKeyMustSign() {
    String ofKey = token("");
    String ofSession = tokenOfSession();
    UUID key = KeyText.parse(owner.apiKey()).orElseThrow().id();
    sql("UPDATE api_keys SET signed = true WHERE id = ?", key);
    Awaitility.await()
        .atMost(Duration.ofSeconds(2))
        .until(() -> me(ofKey).status() == 401 && me(ofSession).status() == 401);
  }

  private String tokenOfSession() {
    Client nobody = service.clientWith("");
    String[] ours = {"X-Perdure-Console", "1"};
    String cookie =
        nobody
            .post("/v1/auth/session", "{\"api_key\":\"%s\"}".formatted(owner.apiKey()), ours)
            .expect(204)
            .header("Set-Cookie")
            .replaceFirst(";.*", "");
    return nobody
        .post("/v1/tokens", "", "X-Perdure-Console", "1", "Cookie", cookie)
        .expect(201)
        .string("access_token");
  }

  @Test
  void endWithTheirOrganization() {
    String token = token("");
    me(token).expect(200);
    sql("UPDATE organizations SET status = 'suspended' WHERE org_id = ?", owner.orgId());
    Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> me(token).status() == 401);
  }

  @Test
  void areVerifiedWithTheKeysThatArePublished() throws Exception {
    SignedJWT token = SignedJWT.parse(token(""));
    String published =
        service.process.get(service.process.url().resolve("/.well-known/jwks.json")).body();
    assertThat(published).doesNotContain("\"d\"");
    var key = JWKSet.parse(published).getKeyByKeyId(token.getHeader().getKeyID()).toECKey();
    assertThat(key.isPrivate()).isFalse();
    assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
    assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("perdure");
  }

  private String token(String body) {
    return client.post("/v1/tokens", body).expect(201).string("access_token");
  }

  private Answer me(String token) {
    return service.clientWith(token).get("/v1/me");
  }

  private void sql(String statement, UUID id) {
    Jdbi.create(service.admin).useHandle(handle -> handle.execute(statement, id));
  }
}
