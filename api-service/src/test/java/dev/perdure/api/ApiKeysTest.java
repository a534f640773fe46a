package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.api.auth.KeyText;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** API keys over HTTP. */
class ApiKeysTest {

  private final TestService service = TestService.get();
  private final AdminClient admin = AdminClient.ofNewOrganization(service);
  private final Client owner = admin.owner;

  @Test
  void aKeyIsMadeShownOnceAndUsed() {
    Answer made = admin.key("\"name\":\"laptop\",\"scopes\":[\"runs:read\"]");
    assertThat(KeyText.parse(made.string("secret"))).isPresent();
    assertThat(made.header("Location")).isEqualTo("/v1/admin/api-keys/" + AdminClient.id(made));
    Client key = admin.with(made);
    key.get("/v1/runs").expect(200);
    key.get("/v1/agents").problem(403, "permission_missing");
    Answer found = owner.get(made.header("Location")).expect(200);
    assertThat(found.string("last_used_address")).isEqualTo("127.0.0.1");
    assertThat(found.json().has("last_used_at")).isTrue();
    assertThat(found.text() + owner.get("/v1/admin/audit-log").text())
        .doesNotContain(made.string("secret").substring(40), "hash");
  }

  @Test
  void aRepeatedRequestMakesNoOtherKeyAndTellsNoSecret() {
    String body = "{\"name\":\"once\"}";
    Answer first = owner.post("/v1/admin/api-keys", body, "Idempotency-Key", "k1").expect(201);
    Answer again = owner.post("/v1/admin/api-keys", body, "Idempotency-Key", "k1").expect(201);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.json().has("secret")).isFalse();
    assertThat(AdminClient.id(again)).isEqualTo(AdminClient.id(first));
    owner
        .post("/v1/admin/api-keys", "{\"name\":\"two\"}", "Idempotency-Key", "k1")
        .problem(409, "idempotency_key_reused");
  }

  @Test
  void anIdempotencyKeyIsItsUsersOwn() {
    String body = "{\"name\":\"shared\"}";
    Answer theirs = owner.post("/v1/admin/api-keys", body, "Idempotency-Key", "k2").expect(201);
    Client colleague = admin.somebody("admin");
    Answer own = colleague.post("/v1/admin/api-keys", body, "Idempotency-Key", "k2").expect(201);
    assertThat(own.json().has("secret")).isTrue();
    assertThat(AdminClient.id(own)).isNotEqualTo(AdminClient.id(theirs));
    colleague
        .post("/v1/admin/api-keys", "{\"name\":\"other\"}", "Idempotency-Key", "k3")
        .expect(201);
    owner.post("/v1/admin/api-keys", "{\"name\":\"another\"}", "Idempotency-Key", "k3").expect(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|field_required|/name",
        "{\"name\":\"\"}|invalid_field|/name",
        "{\"name\":\"a\\u202eb\"}|invalid_field|/name",
        "{\"name\":\"a\\u2028b\"}|invalid_field|/name",
        "{\"name\":\"a\",\"scopes\":[\"runs:all\"]}|unknown_permission|/scopes/0",
        "{\"name\":\"a\",\"scopes\":[null]}|field_required|/scopes/0",
        "{\"name\":\"a\",\"allowed_addresses\":[\"::1\",\"x\"]}|invalid_field|/allowed_addresses/1",
        "{\"name\":\"a\",\"allowed_addresses\":[\"10.0.0.0/33\"]}|invalid_field|/allowed_addresses/0",
        "{\"name\":\"a\",\"allowed_addresses\":[\"localhost\"]}|invalid_field|/allowed_addresses/0",
        "{\"name\":\"a\",\"expires_at\":\"2001-01-01T00:00:00Z\"}|invalid_field|/expires_at",
        "{\"name\":\"a\",\"expires_at\":\"+99999-01-01T00:00:00Z\"}|invalid_field|/expires_at",
        "{\"name\":\"a\",\"expires_at\":\"soon\"}|invalid_field|/expires_at",
      })
  void whatIsWrongIsTold(String body, String code, String field) {
    owner.post("/v1/admin/api-keys", body).problem(422, code).field(field);
  }

  @Test
  void nobodyMakesAKeyThatMayMoreThanTheyOrItsUser() {
    Client lesser =
        admin.with(admin.key("\"name\":\"a\",\"scopes\":[\"keys:write\",\"runs:read\"]"));
    lesser
        .post("/v1/admin/api-keys", "{\"name\":\"a\",\"scopes\":[\"agents:write\"]}")
        .problem(403, "permission_exceeded");
    Answer narrowed = lesser.post("/v1/admin/api-keys", "{\"name\":\"a\"}").expect(201);
    assertThat(narrowed.json().at("/api_key/scopes").toString())
        .isEqualTo("[\"keys:write\",\"runs:read\"]");
    owner
        .post(
            "/v1/admin/api-keys",
            "{\"name\":\"a\",\"user_id\":\"%s\",\"scopes\":[\"agents:write\"]}"
                .formatted(admin.user("viewer")))
        .problem(422, "scopes_exceed_role");
    owner
        .post(
            "/v1/admin/api-keys",
            "{\"name\":\"a\",\"user_id\":\"%s\"}".formatted(UUID.randomUUID()))
        .problem(404, "user_not_found");
    String strongest = AdminClient.id(admin.key("\"name\":\"a\""));
    lesser
        .post("/v1/admin/api-keys/" + strongest + "/rotate", "{}")
        .problem(403, "permission_exceeded");
    lesser
        .patch("/v1/admin/api-keys/" + strongest, "{\"allowed_addresses\":[]}")
        .problem(403, "permission_exceeded");
    lesser
        .post("/v1/admin/api-keys/" + strongest + "/signing-secret", "{}")
        .problem(403, "permission_exceeded");
  }

  @Test
  void aKeySomebodyElseRotatesNeverMayMoreThanTheyDo() {
    String invited =
        owner
            .post("/v1/admin/invitations", "{\"email\":\"jo@x.example\",\"role\":\"viewer\"}")
            .expect(201)
            .string("token");
    Client junior =
        admin.with(
            owner
                .post(
                    "/v1/invitations/accept",
                    "{\"token\":\"%s\",\"name\":\"Jo\"}".formatted(invited))
                .expect(201));
    Answer me = junior.get("/v1/me").expect(200);
    // Their first key may do whatever they may, whatever that will be.
    Answer rotated =
        admin
            .somebody("admin")
            .post("/v1/admin/api-keys/" + me.json().at("/credential/id").asText() + "/rotate", "{}")
            .expect(201);
    owner.patch("/v1/admin/users/" + me.string("user_id"), "{\"role\":\"owner\"}").expect(200);

    assertThat(admin.with(rotated).get("/v1/me").expect(200).json().get("permissions").toString())
        .contains("keys:write")
        .doesNotContain("data:erase");
    admin
        .with(rotated)
        .post("/v1/admin/users", "{\"name\":\"Mine\",\"role\":\"owner\"}")
        .problem(403, "permission_exceeded");
  }

  @Test
  void aKeyIsTakenOnlyFromWhereItMayBeUsed() {
    Answer made =
        admin.key("\"name\":\"a\",\"allowed_addresses\":[\"192.0.2.0/24\",\"2001:db8::/32\"]");
    Client key = admin.with(made);
    key.get("/v1/me").problem(403, "address_not_allowed");
    // The tests' own address is that of a trusted proxy.
    key.get("/v1/me", "X-Forwarded-For", "192.0.2.77").expect(200);
    key.get("/v1/me", "X-Forwarded-For", "2001:db8::5").expect(200);
    key.get("/v1/me", "X-Forwarded-For", "192.0.2.77, 203.0.113.1")
        .problem(403, "address_not_allowed");
    assertThat(owner.get("/v1/admin/api-keys/" + AdminClient.id(made)).string("last_used_address"))
        .isEqualTo("192.0.2.77");
    owner
        .patch(
            "/v1/admin/api-keys/" + AdminClient.id(made), "{\"allowed_addresses\":[\"127.0.0.1\"]}")
        .expect(200);
    withinASecond(() -> key.get("/v1/me").expect(200));
  }

  @Test
  void aKeyIsChanged() {
    String path = "/v1/admin/api-keys/" + AdminClient.id(admin.key("\"name\":\"a\""));
    String soon = Instant.now().plus(Duration.ofHours(1)).toString();
    Answer changed =
        owner
            .patch(path, "{\"name\":\"b\",\"signed\":true,\"expires_at\":\"%s\"}".formatted(soon))
            .expect(200);
    assertThat(changed.string("name")).isEqualTo("b");
    assertThat(changed.json().path("signed").asBoolean()).isTrue();
    assertThat(changed.json().has("expires_at")).isTrue();
    Answer endless = owner.patch(path, "{\"expires_at\":\"\"}").expect(200);
    assertThat(endless.json().has("expires_at")).isFalse();
    assertThat(endless.json().path("signed").asBoolean()).isTrue();
    owner.patch(path, "{\"expires_at\":\"never\"}").problem(422, "invalid_field");
    owner.patch(path, "{\"secret\":\"mine\"}").problem(422, "unknown_field");
  }

  @Test
  void aKeyIsRotatedWithAnOverlap() {
    Answer made = admin.key("\"name\":\"a\",\"scopes\":[\"runs:read\"]");
    String path = "/v1/admin/api-keys/" + AdminClient.id(made);
    owner.post(path + "/rotate", "{\"overlap_seconds\":2592001}").problem(422, "invalid_field");
    owner.post(path + "/rotate", "{\"overlap_seconds\":-1}").problem(422, "invalid_field");
    Answer fresh = owner.post(path + "/rotate", "{\"overlap_seconds\":2}").expect(201);
    admin.with(fresh).get("/v1/runs").expect(200);
    admin.with(made).get("/v1/runs").expect(200);
    assertThat(owner.get(path).string("rotated_to")).isEqualTo(AdminClient.id(fresh));
    owner.post(path + "/rotate", "{}").problem(409, "api_key_rotated");
    Awaitility.await()
        .atMost(Duration.ofSeconds(6))
        .untilAsserted(() -> admin.with(made).get("/v1/runs").problem(401, "credentials_invalid"));
    admin.with(fresh).get("/v1/runs").expect(200);
  }

  @Test
  void aDayIsTheOverlapWhenNoneIsNamed() {
    String path = "/v1/admin/api-keys/" + AdminClient.id(admin.key("\"name\":\"a\""));
    owner.send("POST", path + "/rotate", BodyPublishers.noBody()).expect(201);
    assertThat(Instant.parse(owner.get(path).string("expires_at")))
        .isBetween(
            Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
  }

  @Test
  void aRevokedKeyIsRefusedWithinASecond() {
    Answer made = admin.key("\"name\":\"a\"");
    Client key = admin.with(made);
    key.get("/v1/me").expect(200);
    String path = "/v1/admin/api-keys/" + AdminClient.id(made);
    owner.post(path + "/revoke", "").expect(200);
    withinASecond(() -> key.get("/v1/me").problem(401, "credentials_invalid"));
    Answer again = owner.post(path + "/revoke", "").expect(200);
    assertThat(again.json().has("revoked_at")).isTrue();
    owner.patch(path, "{\"name\":\"b\"}").problem(409, "api_key_not_active");
    assertThat(owner.get("/v1/admin/api-keys?active=true").text())
        .doesNotContain(AdminClient.id(made));
  }

  @Test
  void anOpenStreamHearsNoMoreOnceItsKeyIsRevoked() throws Exception {
    Answer made = admin.key("\"name\":\"listener\"");
    String agent = owner.newAgent();
    Answer run =
        owner
            .post("/v1/runs", "{\"agent_id\":\"%s\",\"input\":\"slow:400@50\"}".formatted(agent))
            .expect(202);
    String path = "/v1/runs/" + run.string("run_id");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest listen =
          HttpRequest.newBuilder(URI.create(service.process.url() + path + "/events"))
              .header("Authorization", "Bearer " + made.string("secret"))
              .build();
      Iterator<String> lines =
          http.send(listen, HttpResponse.BodyHandlers.ofLines()).body().iterator();
      while (!lines.next().contains("TEXT_MESSAGE_CONTENT")) {
        // until the run talks
      }
      owner.post("/v1/admin/api-keys/" + AdminClient.id(made) + "/revoke", "").expect(200);
      CompletableFuture<Void> end =
          CompletableFuture.runAsync(() -> {
            try {
              lines.forEachRemaining(line -> {});
            } catch (UncheckedIOException _) {
              // The server cut it.
            }
          });
      end.get(3, TimeUnit.SECONDS);
    }
    assertThat(owner.get(path).string("status")).isEqualTo("running");
    owner.post(path + "/cancel", "").expect(200);
  }

  @Test
  void ownKeysAreSeenAndEndedWithoutAPermission() {
    Client viewer = admin.somebody("viewer");
    viewer.get("/v1/admin/api-keys").problem(403, "permission_missing");
    Answer own = viewer.get("/v1/me/api-keys").expect(200);
    assertThat(own.json().path("items")).hasSize(1);
    String others = AdminClient.id(admin.key("\"name\":\"a\""));
    viewer.post("/v1/me/api-keys/" + others + "/revoke", "").problem(404, "api_key_not_found");
    String mine = own.json().at("/items/0/id").asText();
    viewer.post("/v1/me/api-keys/" + mine + "/revoke", "").expect(200);
    withinASecond(() -> viewer.get("/v1/me").problem(401, "credentials_invalid"));
  }

  static void withinASecond(ThrowingRunnable check) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(check);
  }
}
