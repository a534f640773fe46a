package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.api.auth.KeyText;
import dev.perdure.api.cli.Provisioner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to a key, token, cookie or signature, and to the headers around them: the answer
 * is a problem that says so, nothing is done, no secret is in the log, and the next right request
 * succeeds.
 */
class CredentialFuzzTest {

  /** Of each kind; the kinds make a few thousand. */
  private static final int CASES = Boolean.getBoolean("perdure.long") ? 5_000 : 600;

  private static final Set<Integer> REFUSED = Set.of(400, 401, 403);
  private static final Set<Integer> OR_TOO_LARGE = Set.of(400, 401, 403, 431);
  private static final Set<Integer> OR_NO_ROUTE = Set.of(400, 401, 403, 404, 405);

  private final long seed = Seeds.get();
  private final Random random = new Random(seed);
  private final BrokenText broken = new BrokenText(random);
  private final TestService service = TestService.get();
  private final RawHttp raw = new RawHttp(service.process.url());
  private final String slug = "fuzz-" + UUID.randomUUID();
  private final Provisioner.Result owner = service.provision(slug);
  private final Client client = service.client(owner);

  CredentialFuzzTest() {
    System.out.println("credentials, seed " + seed);
  }

  @AfterEach
  void theServiceIsWellAndToldNoSecret() throws IOException {
    assertThat(raw.send("GET", "/v1/me", bearer(owner.apiKey()), "").status()).isEqualTo(200);
    assertThat(service.process.log())
        .doesNotContain(KeyText.parse(owner.apiKey()).orElseThrow().secret());
  }

  @Test
  void keys() {
    KeyText own = KeyText.parse(owner.apiKey()).orElseThrow();
    KeyText other =
        KeyText.parse(service.provision("other-" + UUID.randomUUID()).apiKey()).orElseThrow();
    for (int i = 0; i < CASES; i++) {
      String key =
          switch (random.nextInt(6)) {
            case 0 -> KeyText.generate(own.id(), new SecureRandom()).text();
            case 1 -> new KeyText(other.id(), own.secret()).text();
            case 2 -> new KeyText(UUID.randomUUID(), own.secret()).text();
            default -> broken.of(owner.apiKey());
          };
      refused(i, "GET", "/v1/me", bearer(key), "", OR_TOO_LARGE);
    }
  }

  @Test
  void authorizationHeaders() {
    String key = owner.apiKey();
    List<String> shapes =
        List.of(
            "Basic "
                + Base64.getEncoder().encodeToString(("a:" + key).getBytes(StandardCharsets.UTF_8)),
            "Digest " + key,
            "Bearer",
            "Bearer ",
            "Bearer" + key,
            key,
            "Bearer Bearer " + key,
            "Bearer " + key + " " + key,
            "Bearer " + key + ", Bearer " + key,
            "Token " + key,
            "\u00a0Bearer " + key,
            "Bearer\u00a0" + key,
            "Bearer " + key + "\u0000",
            "Bearer \u0000" + key,
            "Bearer " + "A".repeat(7_000),
            "Bearer " + "A".repeat(20_000),
            "\u0411earer " + key,
            "Bearer " + key + "\r\nAuthorization: Bearer " + key,
            "Bearer wrong\r\nX-Injected: " + key,
            "Bearer " + key.substring(0, 40) + "\r\n " + key.substring(40),
            "Bearer \"" + key + "\"");
    for (int i = 0; i < shapes.size(); i++) {
      refused(i, "GET", "/v1/me", "Authorization: " + shapes.get(i) + "\r\n", "", OR_TOO_LARGE);
    }
    for (int i = 0; i < CASES; i++) {
      String shape = broken.of(shapes.get(random.nextInt(shapes.size())));
      if (!right(shape, key)) {
        refused(i, "GET", "/v1/me", "Authorization: " + shape + "\r\n", "", OR_TOO_LARGE);
      }
    }
  }

  /** A shape that was wrong can be put right by chance: the key once, and no second header. */
  private static boolean right(String shape, String key) {
    List<String> lines = shape.lines().map(String::strip).toList();
    return !lines.isEmpty()
        && lines.getFirst().regionMatches(true, 0, "Bearer ", 0, 7)
        && lines.getFirst().substring(7).strip().equals(key)
        && lines.stream()
            .skip(1)
            .noneMatch(line -> line.regionMatches(true, 0, "Authorization:", 0, 14));
  }

  @Test
  void tokens() throws Exception {
    BrokenTokens tokens = new BrokenTokens(service.oidc, slug, random);
    String own = client.post("/v1/tokens", "").expect(201).string("access_token");
    List<String> valid = List.of(own, tokens.valid());
    for (String token : valid) {
      service.clientWith(token).get("/v1/me").expect(200);
    }
    for (int i = 0; i < CASES; i++) {
      String victim = valid.get(random.nextInt(2));
      String token = random.nextBoolean() ? tokens.next(victim) : broken.of(victim);
      if (!same(victim, token)) {
        refused(i, "GET", "/v1/me", bearer(token), "", OR_TOO_LARGE);
      }
    }
    assertThat(service.process.log()).doesNotContain(own.split("\\.", -1)[2]);
  }

  @Test
  void cookies() throws IOException {
    String cookie =
        service
            .clientWith("")
            .post(
                "/v1/auth/session",
                "{\"api_key\":\"%s\"}".formatted(owner.apiKey()),
                "X-Perdure-Console",
                "1")
            .expect(204)
            .header("Set-Cookie")
            .replaceFirst(";.*", "")
            .replaceFirst("^perdure=", "");
    assertThat(raw.send("GET", "/v1/me", cookie(cookie), "").status()).isEqualTo(200);
    for (int i = 0; i < CASES; i++) {
      String bad = broken.of(cookie);
      // What follows a semicolon, comma or quote is another cookie, or none.
      if (!bad.replaceAll("[;, \t\"].*", "").equals(cookie) && !bad.contains(cookie)) {
        refused(i, "GET", "/v1/me", cookie(bad), "", OR_TOO_LARGE);
      }
    }
    assertThat(service.process.log()).doesNotContain(cookie);
  }

  @Test
  void signatures() throws IOException {
    SigningScene scene = new SigningScene();
    String key = bearer(scene.key.text());
    String body = "{\"title\":\"signed\"}";
    long now = Instant.now().getEpochSecond();
    for (int i = 0; i < CASES; i++) {
      String right = scene.signer.sign("POST", "/v1/sessions", body);
      String header = "Perdure-Signature: " + right + "\r\n";
      switch (random.nextInt(8)) {
        case 0, 1, 2 ->
            refused(
                i,
                "POST",
                "/v1/sessions",
                key + json() + "Perdure-Signature: " + broken.of(right) + "\r\n",
                body,
                OR_TOO_LARGE);
        case 3 -> refused(i, "POST", "/v1/sessions", key + json() + header + header, body, REFUSED);
        case 4 ->
            refused(i, "POST", "/v1/sessions", key + json() + header, broken.of(body), REFUSED);
        case 5 -> refused(i, "POST", otherTarget(), key + json() + header, body, OR_NO_ROUTE);
        case 6 -> {
          long off = 320L + random.nextInt(100_000);
          long t = random.nextBoolean() ? now + off : now - off;
          String late = scene.signer.sign("POST", "/v1/sessions", body, t, Signer.nonce());
          refused(
              i,
              "POST",
              "/v1/sessions",
              key + json() + "Perdure-Signature: " + late + "\r\n",
              body,
              REFUSED);
        }
        default -> {
          String once = random.nextBoolean() ? "post" : "Post";
          refused(i, once, "/v1/sessions", key + json() + header, body, OR_NO_ROUTE);
        }
      }
    }
    replay(scene, key);
    assertThat(service.process.log()).doesNotContain(scene.signer.secret());
    String list = "/v1/sessions";
    assertThat(
            raw.send("GET", list, key + "Perdure-Signature: " + scene.signer.get(list) + "\r\n", "")
                .body())
        .doesNotContain("signed");
  }

  private void replay(SigningScene scene, String key) {
    String used = "Perdure-Signature: " + scene.signer.get("/v1/me") + "\r\n";
    assertThat(raw.send("GET", "/v1/me", key + used, "").status()).isEqualTo(200);
    assertThat(raw.send("GET", "/v1/me", key + used, "").code()).isEqualTo("signature_replayed");
  }

  /** Other spellings of the path that was signed, and other paths. */
  private String otherTarget() {
    List<String> targets =
        List.of(
            "/v1/sessions?",
            "/v1/sessions?a=b",
            "/v1/sessions/",
            "/v1//sessions",
            "//v1/sessions",
            "/v1/./sessions",
            "/v1/%2e/sessions",
            "/v1/x/../sessions",
            "/v1/x/%2e%2e/sessions",
            "/v1/%73essions",
            "/v1/session%73",
            "/v1/sessions;a=b",
            "/v1;a/sessions",
            "/v1/sessions%2f",
            "/v1/sessions%00",
            "/v1/SESSIONS",
            "/v1/sessions%20",
            "/v1/sessions#a",
            "/v1\\sessions",
            "/v1/agents");
    return targets.get(random.nextInt(targets.size()));
  }

  @Test
  void idempotencyKeys() {
    for (int i = 0; i < CASES; i++) {
      String key =
          switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> "k".repeat(256 + random.nextInt(1_000));
            case 2 -> "a" + " \t".repeat(1 + random.nextInt(3)) + "b";
            case 3 -> "k" + (char) (0x80 + random.nextInt(0x2000)) + random.nextInt();
            default -> "k" + (char) random.nextInt(9) + "k";
          };
      String headers = bearer(owner.apiKey()) + json() + "Idempotency-Key: " + key + "\r\n";
      refused(i, "POST", "/v1/sessions", headers, "{\"title\":\"not made\"}", REFUSED);
    }
    assertThat(client.get("/v1/sessions").expect(200).text()).doesNotContain("not made");
  }

  @Test
  void positionsOfStreams() {
    String session = client.newSession();
    for (int i = 0; i < CASES; i++) {
      String position =
          switch (random.nextInt(5)) {
            case 0 -> "-" + (1 + random.nextInt(1_000));
            case 1 -> "99999999999999999999" + random.nextInt(10);
            case 2 -> random.nextInt(10) + "." + random.nextInt(10);
            case 3 -> "0x" + random.nextInt(10);
            default -> "1" + (char) ('!' + random.nextInt(14)) + "'";
          };
      String headers = bearer(owner.apiKey()) + "Last-Event-ID: " + position + "\r\n";
      refused(i, "GET", "/v1/sessions/" + session + "/events", headers, "", REFUSED);
    }
  }

  private void refused(
      int number, String method, String target, String headers, String body, Set<Integer> how) {
    String what =
        "seed %d, case %d: %s %s %s %s".formatted(seed, number, method, target, headers, body);
    RawHttp.Reply reply;
    try {
      reply = raw.send(method, target, headers, body);
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
    assertThat(reply.status()).as(what + " " + reply).isIn(how);
    assertThat(reply.code()).as(what).isNotBlank();
    assertThat(reply.head()).as(what).doesNotContain("x-injected");
  }

  /** The last character of a part of a token may hold bits that mean nothing. */
  private static boolean same(String token, String broken) {
    String[] one = token.split("\\.", -1);
    String[] two = broken.strip().split("\\.", -1);
    if (two.length != 3 || !one[0].equals(two[0]) || !one[1].equals(two[1])) {
      return false;
    }
    try {
      return Arrays.equals(
          Base64.getUrlDecoder().decode(one[2]), Base64.getUrlDecoder().decode(two[2]));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String bearer(String credential) {
    return "Authorization: Bearer " + credential + "\r\n";
  }

  private static String cookie(String value) {
    return "Cookie: perdure=" + value + "\r\n";
  }

  private static String json() {
    return "Content-Type: application/json\r\n";
  }
}
