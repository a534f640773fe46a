package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.auth.KeyText;
import dev.perdure.api.cli.Provisioner;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.store.Ids;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The console's cookie: made of a key, sent by our own pages only, ended at once. */
class ConsoleSessionTest {

  private static final String PATH = "/v1/auth/session";
  private static final String[] OURS = {"X-Perdure-Console", "1"};

  private final TestService service = TestService.get();
  private final Client nobody = service.clientWith("");
  private final Provisioner.Result owner = service.provision("org-" + UUID.randomUUID());

  @Test
  void exchangesAKeyForACookieThatScriptsAndOtherSitesDontGet() {
    Answer answer = signIn(owner.apiKey(), OURS).expect(204);
    assertThat(answer.header("Set-Cookie"))
        .startsWith("perdure=")
        .contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200")
        .doesNotContain("Domain", owner.apiKey());
    Answer me = get("/v1/me", cookie(answer)).expect(200);
    assertThat(me.string("user_id")).isEqualTo(owner.userId().toString());
    assertThat(me.json().at("/credential/kind").asText()).isEqualTo("console_session");
  }

  @Test
  void refusesWhatIsNoKey() {
    signIn("pdr_wrong", OURS).problem(401, "credentials_invalid");
    nobody.post(PATH, "{}", OURS).problem(422, "field_required");
    nobody.post(PATH, "", OURS).problem(400, "body_required");
  }

  @Test
  void refusesSigningInFromAnotherSite() {
    signIn(owner.apiKey()).problem(403, "csrf_refused");
    signIn(owner.apiKey(), "X-Perdure-Console", "1", "Origin", "https://evil.example")
        .problem(403, "csrf_refused");
    signIn(owner.apiKey(), "X-Perdure-Console", "1", "Sec-Fetch-Site", "cross-site")
        .problem(403, "csrf_refused");
  }

  @Test
  void refusesChangesThatAnotherSiteHasTheBrowserMake() {
    String cookie = signedIn();
    String body = "{\"agent\":\"demo\"}";
    for (List<String> forged :
        List.of(
            List.of("Origin", "https://evil.example"),
            List.of("X-Perdure-Console", "1", "Origin", "https://evil.example"),
            List.of("X-Perdure-Console", "1", "Origin", "null"),
            List.of("X-Perdure-Console", "1", "Sec-Fetch-Site", "same-site"),
            List.of("X-Perdure-Console", "yes"),
            List.<String>of())) {
      nobody.post("/v1/sessions", body, with(cookie, forged)).problem(403, "csrf_refused");
      nobody
          .send("DELETE", PATH, BodyPublishers.noBody(), with(cookie, forged))
          .problem(403, "csrf_refused");
    }
    String own = service.process.url().toString();
    nobody
        .post(
            "/v1/sessions",
            body,
            with(
                cookie,
                List.of("X-Perdure-Console", "1", "Origin", own, "Sec-Fetch-Site", "same-origin")))
        .expect(201);
  }

  @Test
  void endsAtOnceForGood() {
    String cookie = signedIn();
    Answer answer = signOut(cookie).expect(204);
    assertThat(answer.header("Set-Cookie")).startsWith("perdure=").contains("Max-Age=0");
    get("/v1/me", cookie).problem(401, "session_expired");
    signOut(cookie).expect(204);
  }

  @Test
  void endsWithItsKeyAndItsUser() {
    KeyText key = key(Set.of(Permission.RUNS_READ), false);
    String cookie = cookie(signIn(key.text(), OURS).expect(204));
    get("/v1/runs", cookie).expect(200);
    get("/v1/sessions", cookie).problem(403, "permission_missing");
    sql("UPDATE api_keys SET revoked_at = now() WHERE id = ?", key.id());
    get("/v1/runs", cookie).problem(401, "session_expired");

    String other = signedIn();
    sql("UPDATE users SET status = 'disabled' WHERE id = ?", owner.userId());
    get("/v1/me", other).problem(401, "session_expired");
  }

  @Test
  void refusesForgedCookies() {
    String cookie = signedIn();
    String value = cookie.substring("perdure=".length());
    String stranger = service.provision("org-" + UUID.randomUUID()).orgId().toString();
    char last = value.charAt(value.length() - 1);
    for (String forged :
        List.of(
            value.substring(0, value.length() - 1) + (last == 'A' ? 'B' : 'A'),
            stranger + value.substring(36),
            value.substring(0, 37) + UUID.randomUUID() + value.substring(73),
            value.substring(0, 40),
            "x",
            value + "x")) {
      get("/v1/me", "perdure=" + forged).problem(401, "session_expired");
    }
    get("/v1/me", "__Host-perdure=" + value).problem(401, "credentials_missing");
    get("/v1/me", cookie).expect(200);
  }

  @Test
  void makesNoCookieOfAKeyWhoseRequestsMustBeSigned() {
    signIn(key(Permission.all(), true).text(), OURS).problem(403, "key_must_sign");
  }

  @Test
  void keepsToTheAddressesOfItsKey() {
    KeyText key = key(Permission.all(), false);
    String cookie = cookie(signIn(key.text(), OURS).expect(204));
    String token =
        service.clientWith(key.text()).post("/v1/tokens", "").expect(201).string("access_token");
    service.clientWith(token).get("/v1/me").expect(200);
    sql("UPDATE api_keys SET allowed_addresses = '{203.0.113.0/24}' WHERE id = ?", key.id());
    Awaitility.await()
        .atMost(Duration.ofSeconds(2))
        .until(() -> get("/v1/me", cookie).status() == 401);
    service.clientWith(token).get("/v1/me").problem(401, "credentials_invalid");
    signIn(key.text(), OURS).problem(403, "address_not_allowed");
  }

  @Test
  void asksNoHeaderOfWhoShowsAKeyBesides() {
    service
        .client(owner)
        .post("/v1/sessions", "{\"agent\":\"demo\"}", "Cookie", signedIn())
        .expect(201);
  }

  @Test
  void signingInAgainEndsTheFormerSession() {
    String first = signedIn();
    nobody.post(PATH, body(owner.apiKey()), with(first, List.of(OURS))).expect(204);
    get("/v1/me", first).problem(401, "session_expired");
  }

  private String signedIn() {
    return cookie(signIn(owner.apiKey(), OURS).expect(204));
  }

  private Answer signIn(String key, String... headers) {
    return nobody.post(PATH, body(key), headers);
  }

  private Answer signOut(String cookie) {
    return nobody.send("DELETE", PATH, BodyPublishers.noBody(), with(cookie, List.of(OURS)));
  }

  private Answer get(String path, String cookie) {
    return nobody.get(path, "Cookie", cookie);
  }

  private KeyText key(Set<Permission> scopes, boolean signed) {
    KeyText key = KeyText.generate(Ids.timeOrdered().get(), new SecureRandom());
    service
        .store
        .tenants()
        .addKey(
            new ApiKey(
                new OrgId(owner.orgId()),
                key.id(),
                owner.userId(),
                "test",
                new KeyHash(TestService.PEPPER).of(key),
                scopes,
                List.of(),
                signed,
                Instant.now(),
                null,
                null,
                null));
    return key;
  }

  private void sql(String statement, UUID id) {
    Jdbi.create(service.admin).useHandle(handle -> handle.execute(statement, id));
  }

  private static String[] with(String cookie, List<String> headers) {
    return Stream.concat(Stream.of("Cookie", cookie), headers.stream()).toArray(String[]::new);
  }

  private static String body(String key) {
    return "{\"api_key\":\"" + key + "\"}";
  }

  private static String cookie(Answer answer) {
    return answer.header("Set-Cookie").replaceFirst(";.*", "");
  }
}
