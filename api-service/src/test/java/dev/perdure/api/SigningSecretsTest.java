package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.api.auth.KeyText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How signing secrets are made, kept and replaced; and signatures of no sense. */
class SigningSecretsTest {

  private static final Set<String> REFUSALS =
      Set.of("signature_invalid", "signature_expired", "signature_replayed");

  private final SigningScene scene = new SigningScene();

  @Test
  void twoSecretsWorkWhileOneTakesThePlaceOfTheOther() {
    KeyText key = scene.key(true);
    Client client = scene.service.clientWith(key.text());
    Signer first = new Signer(scene.newSecret(key, "PT1H"));
    Signer second = new Signer(scene.newSecret(key, "PT1H"));
    scene.me(client, first.get("/v1/me")).expect(200);
    scene.me(client, second.get("/v1/me")).expect(200);

    Signer third = new Signer(scene.newSecret(key, "PT1H"));
    scene.me(client, first.get("/v1/me")).problem(401, "signature_invalid");
    scene.me(client, second.get("/v1/me")).expect(200);
    scene.me(client, third.get("/v1/me")).expect(200);

    Signer fourth = new Signer(scene.newSecret(key, "PT0S"));
    scene.me(client, third.get("/v1/me")).problem(401, "signature_invalid");
    scene.me(client, fourth.get("/v1/me")).expect(200);
  }

  @Test
  void aKeyThatMustSignSignsFromTheStart() {
    String path = "/v1/admin/api-keys";
    Answer free = scene.admin.post(path, "{\"name\":\"free\"}").expect(201);
    assertThat(free.json().has("signing_secret")).isFalse();

    String once = UUID.randomUUID().toString();
    String body = "{\"name\":\"robot\",\"signed\":true}";
    Answer made = scene.admin.post(path, body, "Idempotency-Key", once).expect(201);
    signs(made);
    Answer again = scene.admin.post(path, body, "Idempotency-Key", once).expect(201);
    assertThat(again.json().has("signing_secret")).as("told once").isFalse();
    signs(made);

    String rotate = path + "/" + made.json().at("/api_key/id").asText() + "/rotate";
    Answer rotated = scene.admin.post(rotate, "").expect(201);
    signs(rotated);
    signs(made);
    assertThat(rotated.string("signing_secret")).isNotEqualTo(made.string("signing_secret"));
    assertThat(scene.admin.get("/v1/admin/audit-log?action=api_key.create").text())
        .contains("signing_secret_id")
        .doesNotContain("pdrs_");
  }

  @Test
  void whereEveryKeyMustSignANewOneCan() {
    scene.admin.patch("/v1/admin/organization", "{\"signed\":true}").expect(200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> scene.admin.get("/v1/me").status() == 401);
    Answer made =
        scene
            .client
            .post(
                "/v1/admin/api-keys",
                "{\"name\":\"new\"}",
                Signer.HEADER,
                scene.signer.sign("POST", "/v1/admin/api-keys", "{\"name\":\"new\"}"))
            .expect(201);
    signs(made);
  }

  private void signs(Answer made) {
    Client client = scene.service.clientWith(made.string("secret"));
    client.get("/v1/me").problem(401, "signature_missing");
    scene.me(client, new Signer(made.string("signing_secret")).get("/v1/me")).expect(200);
  }

  @Test
  void aSecretIsToldOnceAndKeptEncrypted() throws Exception {
    String secret = scene.newSecret(scene.key, "P1D");
    assertThat(secret).matches("pdrs_[0-9A-Za-z]{43}");
    try (Connection connection = scene.service.admin.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                """
                SELECT s.secret, (SELECT count(*) FROM audit_log a
                                  WHERE a.org_id = s.org_id AND a.action = 'api_key.signing_secret'
                                    AND a.target_id = s.api_key_id::text
                                    AND a.after::text NOT LIKE '%pdrs_%') AS told
                FROM signing_secrets s WHERE s.org_id = ?
                """)) {
      query.setObject(1, scene.owner.orgId());
      ResultSet rows = query.executeQuery();
      int found = 0;
      while (rows.next()) {
        found++;
        assertThat(new String(rows.getBytes("secret"), StandardCharsets.ISO_8859_1))
            .doesNotContain("pdrs_", secret);
        assertThat(rows.getInt("told")).isEqualTo(2);
      }
      assertThat(found).isEqualTo(2);
    }
    assertThat(scene.service.process.log()).doesNotContain("pdrs_");
  }

  @Test
  void keysOfOthersAreAsIfTheyNeverWere() {
    SigningScene others = new SigningScene();
    UUID never = UUID.randomUUID();
    String foreign =
        scene
            .admin
            .post(SigningScene.path(others.key.id()), "{}")
            .problem(404, "api_key_not_found")
            .text();
    String unknown =
        scene.admin.post(SigningScene.path(never), "{}").problem(404, "api_key_not_found").text();
    assertThat(foreign.replace(others.key.id().toString(), "ID"))
        .isEqualTo(unknown.replace(never.toString(), "ID"));
    // Their secret is none of ours, and ours is still what it was.
    scene.me(scene.client, others.signer.get("/v1/me")).problem(401, "signature_invalid");
    others.me(others.client, others.signer.get("/v1/me")).expect(200);
  }

  @Test
  void thePlaceOfASecretIsTakenWithinAWeek() {
    String path = SigningScene.path(scene.key.id());
    scene.admin.post(path, "{\"overlap\":\"P8D\"}").problem(422, "invalid_overlap");
    scene.admin.post(path, "{\"overlap\":\"PT-1S\"}").problem(422, "invalid_overlap");
    scene.admin.post(path, "{\"overlap\":\"soon\"}").expect(422);
    scene.admin.post(path, "{}").expect(201);
  }

  @Test
  void aReplayIsRefusedByAnotherServerWithoutRedisToo() {
    var environment = TestService.environment(scene.service.stack);
    environment.put("PERDURE_REDIS_URL", "redis://127.0.0.1:1");
    try (ServiceProcess other = ServiceProcess.start(environment)) {
      Client there = new Client(other.url(), scene.key.text(), scene.service.contract());
      String here = scene.signer.get("/v1/me");
      scene.me(scene.client, here).expect(200);
      scene.me(there, here).problem(401, "signature_replayed");
      String fresh = scene.signer.get("/v1/me");
      scene.me(there, fresh).expect(200);
      scene.me(there, fresh).problem(401, "signature_replayed");
      scene.me(scene.client, fresh).problem(401, "signature_replayed");
    }
  }

  /** Bounded, and the same each time. */
  @Test
  void whatIsNoSignatureIsRefusedAndNothingElse() throws IOException {
    Random random = new Random(20261122);
    String right = scene.signer.get("/v1/me");
    scene.me(scene.client, right).expect(200);
    for (int i = 0; i < 400; i++) {
      String header = i % 2 == 0 ? mutated(random, right) : noise(random);
      Answer answer = scene.me(scene.client, header);
      answer.problem(401, answer.string("code"));
      assertThat(REFUSALS).as(header).contains(answer.string("code"));
    }
    assertThat(scene.service.process.log()).doesNotContain("internal_error");
  }

  private static String mutated(Random random, String right) {
    StringBuilder text = new StringBuilder(right);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, visible(random));
        case 1 -> text.deleteCharAt(at);
        default -> text.insert(at, visible(random));
      }
    }
    return text.toString().strip();
  }

  private static String noise(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(200);
    for (int i = 0; i < length; i++) {
      text.append(visible(random));
    }
    return text.toString().strip();
  }

  private static char visible(Random random) {
    return (char) (' ' + random.nextInt('~' - ' ' + 1));
  }
}
