package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.api.auth.KeyText;
import dev.perdure.api.cli.Provisioner;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** An open event stream ends when what was shown for it does. */
class StreamEndTest {

  private final TestService service = TestService.get();
  private final String slug = "org-" + UUID.randomUUID();
  private final Provisioner.Result owner = service.provision(slug);
  private final Client client = service.client(owner);
  private final String session = client.newSession();

  @Test
  void withAnIssuersToken() {
    // A minute of leeway is nearly over.
    Instant end = Instant.now().minusSeconds(54);
    OpenEvents stream =
        bearer(
            service.oidc.token(
                service
                    .oidc
                    .claims("person-" + UUID.randomUUID(), TestService.AUDIENCE)
                    .claim("org", slug)
                    .claim("perdure_scopes", "runs:read")
                    .expirationTime(Date.from(end))
                    .build()));
    stream.ends();
    assertThat(Instant.now()).isAfter(end.plusSeconds(59));
  }

  @Test
  void withTheKeyThatTheTokenWasMadeFrom() {
    String token = client.post("/v1/tokens", "").expect(201).string("access_token");
    OpenEvents stream = bearer(token);
    revoke();
    stream.ends();
  }

  @Test
  void withARoleOfTheTokensUserThatAllowsItNoMore() {
    String token = client.post("/v1/tokens", "").expect(201).string("access_token");
    OpenEvents stream = bearer(token);
    sql("UPDATE users SET role = 'nothing' WHERE id = ?", owner.userId());
    stream.ends();
  }

  @Test
  void whenAPersonSignsOut() {
    String cookie = signedIn();
    OpenEvents stream = open("Cookie", cookie);
    service
        .clientWith("")
        .send(
            "DELETE",
            "/v1/auth/session",
            BodyPublishers.noBody(),
            "Cookie",
            cookie,
            "X-Perdure-Console",
            "1")
        .expect(204);
    stream.ends();
  }

  @Test
  void whenTheConsolesSessionIsOver() {
    OpenEvents stream = open("Cookie", signedIn());
    sql("UPDATE console_sessions SET expires_at = now() WHERE org_id = ?", owner.orgId());
    stream.ends();
  }

  @Test
  void withTheKeyThatAPersonSignedInWith() {
    OpenEvents stream = open("Cookie", signedIn());
    revoke();
    stream.ends();
  }

  private void revoke() {
    sql(
        "UPDATE api_keys SET revoked_at = now() WHERE id = ?",
        KeyText.parse(owner.apiKey()).orElseThrow().id());
  }

  private String signedIn() {
    return service
        .clientWith("")
        .post(
            "/v1/auth/session",
            "{\"api_key\":\"" + owner.apiKey() + "\"}",
            "X-Perdure-Console",
            "1")
        .expect(204)
        .header("Set-Cookie")
        .replaceFirst(";.*", "");
  }

  private OpenEvents bearer(String token) {
    return open("Authorization", "Bearer " + token);
  }

  private OpenEvents open(String header, String value) {
    return OpenEvents.of(service.process.url(), session, header, value).staysOpen();
  }

  private void sql(String statement, UUID id) {
    Jdbi.create(service.admin).useHandle(handle -> handle.execute(statement, id));
  }
}
