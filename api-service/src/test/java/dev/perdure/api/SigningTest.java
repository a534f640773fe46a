package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.api.auth.KeyText;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningTest {

  private static final String TARGET = "/v1/me?a=%7B%20%2F%C3%A4&b=c+d&b=%22";

  private final SigningScene scene = new SigningScene();
  private final Client client = scene.client;
  private final Signer signer = scene.signer;

  @Test
  void signedRequestsAreTakenWhateverTheyAre() {
    client.get(TARGET, Signer.HEADER, signer.get(TARGET)).expect(200);
    String body = "{\"agent\":\"demo\",\"input\":\"hällo\"}";
    String run =
        client
            .post("/v1/runs", body, Signer.HEADER, signer.sign("POST", "/v1/runs", body))
            .expect(202)
            .string("run_id");
    String events = "/v1/runs/" + run + "/events";
    assertThat(
            client
                .get(events, "Accept", "text/event-stream", Signer.HEADER, signer.get(events))
                .expect(200)
                .text())
        .contains("RUN_FINISHED");
    String address = "/v1/runs/" + run;
    String session =
        "/v1/sessions/"
            + client
                .get(address, Signer.HEADER, signer.get(address))
                .expect(200)
                .string("session_id");
    client
        .send(
            "DELETE",
            session,
            BodyPublishers.noBody(),
            Signer.HEADER,
            signer.sign("DELETE", session, ""))
        .expect(204);
  }

  @Test
  void withoutASignatureNothingElseIsLookedAt() {
    client.get("/v1/me").problem(401, "signature_missing");
    client.post("/v1/runs", "no JSON").problem(401, "signature_missing");
    client.get("/v1/runs/" + UUID.randomUUID()).problem(401, "signature_missing");
    client.get("/v1/runs/none/events", "Accept", "text/event-stream").expect(401);
  }

  @Test
  void aSignatureIsOfOneRequestOnly() {
    String body = "{\"agent\":\"demo\",\"input\":\"hi\"}";
    String right = signer.sign("POST", "/v1/runs", body);
    for (Answer answer :
        List.of(
            client.post("/v1/runs", body.replace("hi", "ho"), Signer.HEADER, right),
            client.post("/v1/runs?a=b", body, Signer.HEADER, right),
            client.post("/v1/sessions", body, Signer.HEADER, right),
            client.json("PATCH", "/v1/runs", body, Signer.HEADER, right),
            client.get("/v1/runs", Signer.HEADER, right))) {
      assertThat(answer.status()).isIn(401, 405);
    }
    client
        .post("/v1/runs", body.replace("hi", "ho"), Signer.HEADER, right)
        .problem(401, "signature_invalid");
    // None of these used it up.
    client.post("/v1/runs", body, Signer.HEADER, right).expect(202);
    String other = new Signer("pdrs_" + "a".repeat(43)).get("/v1/me");
    scene.me(client, other).problem(401, "signature_invalid");
  }

  @Test
  void theQueryIsSignedAsItWasSent() {
    client.get(TARGET, Signer.HEADER, signer.get("/v1/me")).problem(401, "signature_invalid");
    client
        .get(TARGET, Signer.HEADER, signer.get(TARGET.replace("%20", "+")))
        .problem(401, "signature_invalid");
  }

  @Test
  void timeAndNonceAreSignedToo() {
    String signature = signer.get("/v1/me");
    scene
        .me(client, signature.replaceAll("n=[^,]+", "n=" + Signer.nonce()))
        .problem(401, "signature_invalid");
    long t = Instant.now().getEpochSecond();
    scene
        .me(client, signature.replaceAll("t=[0-9]+", "t=" + (t - 2)))
        .problem(401, "signature_invalid");
  }

  @ParameterizedTest
  @ValueSource(longs = {-310, 310, -86_400, 99_999_999_999L - 2_000_000_000L})
  void oldAndFutureSignaturesAreRefused(long seconds) {
    long t = Instant.now().getEpochSecond() + seconds;
    scene
        .me(client, signer.sign("GET", "/v1/me", "", t, Signer.nonce()))
        .problem(401, "signature_expired");
  }

  @ParameterizedTest
  @ValueSource(longs = {-280, 280})
  void clocksMayDifferByFiveMinutes(long seconds) {
    long t = Instant.now().getEpochSecond() + seconds;
    scene.me(client, signer.sign("GET", "/v1/me", "", t, Signer.nonce())).expect(200);
  }

  @Test
  void ofTheSameRequestManyTimesAtOnceOneIsTaken() throws Exception {
    String signature = signer.get("/v1/me");
    List<Callable<Answer>> tries = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      tries.add(() -> scene.me(client, signature));
    }
    int taken = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Answer> answer : threads.invokeAll(tries)) {
        if (answer.get().status() == 200) {
          taken++;
        } else {
          answer.get().problem(401, "signature_replayed");
        }
      }
    }
    assertThat(taken).isEqualTo(1);
  }

  @Test
  void aRetryUnderAnIdempotencyKeyIsSignedAnew() {
    String body = "{\"agent\":\"demo\",\"input\":\"once\"}";
    String first = retry(body).expect(202).string("run_id");
    Answer again = retry(body).expect(202);
    assertThat(again.string("run_id")).isEqualTo(first);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
  }

  private Answer retry(String body) {
    return client.post(
        "/v1/runs",
        body,
        "Idempotency-Key",
        "signed-" + scene.owner.orgId(),
        Signer.HEADER,
        signer.sign("POST", "/v1/runs", body));
  }

  @Test
  void twoSignaturesAreNone() {
    client
        .get("/v1/me", Signer.HEADER, signer.get("/v1/me"), Signer.HEADER, signer.get("/v1/me"))
        .problem(401, "signature_invalid");
  }

  @Test
  void aKeyThatNeedNotSignMayAndIsHeldToIt() {
    KeyText free = scene.key(false);
    Client with = service().clientWith(free.text());
    with.get("/v1/me").expect(200);
    // It has no secret yet.
    scene.me(with, signer.get("/v1/me")).problem(401, "signature_invalid");
    Signer own = new Signer(scene.newSecret(free, "PT0S"));
    scene.me(with, own.get("/v1/me")).expect(200);
    scene.me(with, signer.get("/v1/me")).problem(401, "signature_invalid");
    scene.me(with, "").problem(401, "signature_invalid");
    with.get("/v1/me").expect(200);
  }

  @Test
  void anOrganizationThatWantsSignaturesWantsThemUnderEveryKey() throws Exception {
    KeyText free = scene.key(false);
    Client with = service().clientWith(free.text());
    try (var connection = service().admin.getConnection();
        var update =
            connection.prepareStatement(
                "UPDATE organizations SET signed = true WHERE org_id = ?")) {
      update.setObject(1, scene.owner.orgId());
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
    with.get("/v1/me").problem(401, "signature_missing");
  }

  private TestService service() {
    return scene.service;
  }
}
