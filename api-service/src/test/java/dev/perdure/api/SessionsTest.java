package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private final Client client = TestService.get().newOrganization();

  @Test
  void aSessionGoesThroughItsWholeLife() {
    Answer made =
        client
            .post(
                "/v1/sessions",
                "{\"title\":\"Trip\",\"agent\":\"demo\",\"metadata\":{\"a\":\"b\"}}")
            .expect(201);
    String path = "/v1/sessions/" + made.string("id");
    assertThat(made.header("Location")).isEqualTo(path);
    ObjectNode got = (ObjectNode) client.get(path).expect(200).json();
    assertThat(got.remove("last_pos").asLong(-1)).isZero();
    assertThat(got).isEqualTo(made.json());
    Answer changed = client.patch(path, "{\"title\":\"Journey\"}").expect(200);
    assertThat(changed.string("title")).isEqualTo("Journey");
    assertThat(changed.json().at("/metadata/a").asText()).isEqualTo("b");
    assertThat(client.get("/v1/sessions?q=Journey").json().path("items")).hasSize(1);
    client.delete(path).expect(204);
    client.get(path).problem(404, "session_not_found");
    client.delete(path).problem(404, "session_not_found");
  }

  @Test
  void aSessionCanBeMadeOfNothing() {
    client.post("/v1/sessions", "").expect(201);
  }

  @Test
  void aTranscriptIsReadForkedAndExported() {
    Answer run = client.run("What is 6 * 7? Use the calculator.");
    assertThat(client.await(run).string("status")).isEqualTo("succeeded");
    String path = "/v1/sessions/" + run.string("session_id");

    JsonNode log = client.get(path + "/logs?limit=200").expect(200).json().path("items");
    assertThat(client.get(path).json().path("last_pos").asInt()).isEqualTo(log.size());

    JsonNode messages = client.get(path + "/messages").expect(200).json().path("items");
    assertThat(messages)
        .extracting(message -> message.path("role").asText())
        .containsExactly("user", "assistant", "tool", "assistant");

    client.post(path + "/fork", fork(messages.path(1))).problem(409, "fork_splits_tool_call");
    Answer forked = client.post(path + "/fork", fork(messages.path(3))).expect(201);
    assertThat(forked.string("forked_from")).isEqualTo(run.string("session_id"));
    assertThat(client.get("/v1/sessions/" + forked.string("id") + "/messages").json().path("items"))
        .hasSize(4);

    Answer json = client.get(path + "/export").expect(200);
    assertThat(json.json().path("messages")).hasSize(4);
    assertThat(json.header("Content-Disposition")).contains(".json");
    Answer markdown = client.get(path + "/export?format=markdown").expect(200);
    assertThat(markdown.header("Content-Type")).startsWith("text/markdown");
    assertThat(markdown.text()).contains("## User", "6 * 7", "Result of `calculate`", "42");
    client.get(path + "/export?format=pdf").problem(400, "invalid_parameter").field("format");
  }

  @Test
  void pagesHoldEverythingOnceWhateverTheirSize() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      made.add(client.newSession());
    }
    List<String> seen = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = client.get("/v1/sessions?limit=3" + after).expect(200).json();
      page.path("items").forEach(session -> seen.add(session.path("id").asText()));
      after = page.has("next") ? "&after=" + page.path("next").asText() : "";
    } while (!after.isEmpty());
    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(made);
  }

  private static String fork(JsonNode message) {
    return "{\"message_id\":\"" + message.path("id").asText() + "\"}";
  }
}
