package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Has one organization say a word wherever people, agents and tools can say one. */
final class MessagePlants {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OVER_THE_TRANSCRIPTS_LIMIT = 70_000;

  /** Stands in all that is said, and nowhere else. */
  final String word = "canary" + UUID.randomUUID().toString().replace("-", "");

  /** What somebody who guesses what a steer said would look for. */
  String guessed = "";

  private final Client client;
  private final String careful;
  private final String free;
  private final List<Answer> runs = new ArrayList<>();
  private String session = "";

  MessagePlants(Client client) {
    this.client = client;
    this.careful = agent("\"skills\":[\"test_tools\"],\"approvals\":{\"mode\":\"always\"}");
    String helper = agent("\"ask_user\":true");
    this.free =
        agent(
            "\"skills\":[\"test_tools\",\"effect_recorder\"],\"ask_user\":true,"
                + "\"approvals\":{\"mode\":\"never\"},"
                + "\"sub_agents\":[{\"name\":\"helper\",\"agent_id\":\""
                + helper
                + "\"}]");
  }

  void everywhere() {
    session();
    approvedWithOtherArguments();
    deniedWithAReason();
    asked();
    tooLargeForATranscript();
    failingTool();
    undone();
    delegated();
    steered();
    forkedAndTriedAgain();
  }

  /** What is said is given back to whom it belongs, by each way to ask. */
  void areGivenBack(Client asking) {
    assertThat(asking.get("/v1/sessions/" + session).text()).contains(word);
    assertThat(asking.get("/v1/sessions").text()).contains(word);
    String files = "/v1/sessions/" + session + "/files";
    assertThat(asking.get(files).text()).contains(word);
    assertThat(asking.get(files + "/" + word + "/a.txt").text()).isEqualTo(word);
    for (Answer run : runs) {
      String path = "/v1/runs/" + run.string("run_id");
      // The stream of a run that waits stays open.
      boolean waits = asking.get(path).string("status").equals("waiting");
      for (String more : waits ? List.of("", "/logs") : List.of("", "/logs", "/events")) {
        assertThat(asking.get(path + more).expect(200).text()).as(path + more).contains(word);
      }
      for (String more : List.of("/steps", "/commands", "/effects", "/approvals?status=all")) {
        asking.get(path + more).expect(200);
      }
      String messages = "/v1/sessions/" + run.string("session_id") + "/messages";
      assertThat(asking.get(messages).expect(200).text()).contains(word);
      for (JsonNode artifact : asking.get(path + "/artifacts").json().path("items")) {
        String content = "/v1/artifacts/" + artifact.path("id").asText() + "/content";
        assertThat(asking.get(content).expect(200).text()).contains(word);
        assertThat(asking.get(content + "?offset=3&length=" + word.length()).text())
            .hasSize(word.length());
      }
    }
  }

  /** A run that waits for an answer. */
  Answer waiting() {
    Answer run = start(free, "ask me: is " + word + " waiting?");
    assertThat(client.await(run).string("status")).isEqualTo("waiting");
    return run;
  }

  private void session() {
    session =
        client
            .post(
                "/v1/sessions",
                "{\"title\":\"%s\",\"agent\":\"demo\",\"metadata\":{\"a\":\"%s\"}}"
                    .formatted(word, word))
            .expect(201)
            .string("id");
    client.json("PUT", "/v1/sessions/" + session + "/files/" + word + "/a.txt", word).expect(201);
  }

  private void approvedWithOtherArguments() {
    Answer run = start(careful, "think aloud, use risky {\"what\":\"" + word + "\"}");
    assertThat(client.await(run).string("waiting_for")).isEqualTo("approval");
    client
        .post(path(run, "/approve"), "{\"arguments\":{\"what\":\"other %s\"}}".formatted(word))
        .expect(200);
    succeeded(run);
  }

  private void deniedWithAReason() {
    Answer run = start(careful, "use risky {\"what\":\"" + word + "\"}");
    assertThat(client.await(run).string("waiting_for")).isEqualTo("approval");
    client.post(path(run, "/deny"), "{\"reason\":\"no %s\"}".formatted(word)).expect(200);
    succeeded(run);
  }

  private void asked() {
    Answer run = waiting();
    client.post(path(run, "/answer"), "{\"text\":\"yes, %s\"}".formatted(word)).expect(200);
    succeeded(run);
    succeeded(start(free, "answer {\"said\":\"" + word + "\"}"));
  }

  private void tooLargeForATranscript() {
    String page = (word + " ").repeat(OVER_THE_TRANSCRIPTS_LIMIT / word.length());
    Answer run = start(free, "use read_page {\"page\":\"" + page + "\"}");
    succeeded(run);
    assertThat(client.get(path(run, "/artifacts")).json().path("items")).hasSize(1);
  }

  private void failingTool() {
    succeeded(start(free, "use fail {\"code\":\"" + word + "\"}"));
  }

  private void undone() {
    Answer run =
        start(
            free,
            "first use record_undoable {\"note\":\"%s\"}, then ask me: undo?".formatted(word));
    assertThat(client.await(run).string("status")).isEqualTo("waiting");
    client.post(path(run, "/cancel"), "{\"mode\":\"rollback\"}").expect(200);
    assertThat(client.await(run).string("status")).isEqualTo("cancelled");
    assertThat(client.get(path(run, "/effects")).text()).contains("undone");
  }

  private void delegated() {
    succeeded(start(free, "delegate to the helper: answer {\"said\":\"" + word + "\"}"));
  }

  private void steered() {
    Answer run = start(free, "slow:30@100 " + word);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> client.get(path(run, "")).string("status").equals("running"));
    String body = "{\"input\":\"and %s\"}".formatted(word);
    client.post(path(run, "/steer"), body, "Idempotency-Key", "once").expect(200);
    guessed = sha256("POST\n" + path(run, "/steer") + "\n" + body);
    assertThat(client.peek(path(run, "/events")).status()).isEqualTo(200);
    succeeded(run);
  }

  private void forkedAndTriedAgain() {
    Answer first = runs.getFirst();
    for (int step : List.of(2, 3)) {
      Answer fork = client.post(path(first, "/fork"), "{\"step\":" + step + "}").expect(202);
      if (client.await(fork).string("status").equals("waiting")) {
        client.post(path(fork, "/approve"), "").expect(200);
        assertThat(client.await(fork).string("status")).isEqualTo("succeeded");
      }
    }
    Answer stopped = start(free, "slow:3000@200 " + word);
    client.post(path(stopped, "/cancel"), "").expect(200);
    assertThat(client.await(stopped).string("status")).isEqualTo("cancelled");
    Answer again = client.post(path(stopped, "/retry"), "").expect(202);
    client.post(path(again, "/cancel"), "").expect(200);
    assertThat(client.await(again).string("status")).isEqualTo("cancelled");
    runs.remove(stopped);
  }

  private void succeeded(Answer run) {
    assertThat(client.await(run).string("status")).isEqualTo("succeeded");
  }

  private String agent(String config) {
    return client
        .post(
            "/v1/agents", "{\"name\":\"%s\",\"config\":{%s}}".formatted(UUID.randomUUID(), config))
        .expect(201)
        .string("id");
  }

  private Answer start(String agent, String input) {
    ObjectNode body = JSON.createObjectNode().put("agent_id", agent).put("input", input);
    Answer run = client.post("/v1/runs", body.toString()).expect(202);
    runs.add(run);
    return run;
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String path(Answer run, String rest) {
    return "/v1/runs/" + run.string("run_id") + rest;
  }
}
